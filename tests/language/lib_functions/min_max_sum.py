print(min(3, 1, 2), max([3, 1, 2]), min("b", "a"), max((), default=5), min([], default=None), max([1, 2, 3], key=lambda x: -x), min("aB", key=str.lower), max(1, 2, key=lambda x: 0), min([(1, "b"), (1, "a")]))
print(max(["a", "bb", "c"], key=len), min(1, 1.0), max(True, 1), max({1: 2, 3: 0}), min(iter([4, 2])), max([1], default=3, key=None))
for f in (lambda: min(), lambda: min(1), lambda: min([]), lambda: max([], key=len), lambda: max(1, 2, default=3), lambda: min(1, "a"), lambda: max([1, None]), lambda: min(1, 2, foo=1), lambda: max(key=1), lambda: min(default=1), lambda: max([1], key=5), lambda: min(1, 2, key=1)):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(sum([1, 2, 3]), sum([1.5, 2]), sum([], 5), sum([[1], [2]], []), sum((1, 2), start=10), sum([True, True]), sum([1, 2.5, 3j]), sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([2**70, 1]), sum(range(1000)))
for f in (lambda: sum(), lambda: sum(1), lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: sum([], bytearray()), lambda: sum([1], 2, 3), lambda: sum([1, None]), lambda: sum([1], begin=1)):
    try:
        print(f())
    except TypeError as e:
        print(e)
class A:
    def __radd__(self, o): return ("radd", o)
    def __add__(self, o): return ("add", o)
print(sum([A()]), sum([1, A()]), sum([A(), 3]) if False else "")
print(sum([float("inf"), 1]), sum([float("nan"), 1]), sum([-0.0]), sum([-0.0], -0.0), sum([1.0, 2**60]), type(sum([True])).__name__)
class LT:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print("lt", self.v, o.v); return self.v < o.v
    def __gt__(self, o): print("gt", self.v, o.v); return self.v > o.v
print(min(LT(2), LT(1)).v, max(LT(1), LT(2)).v)
