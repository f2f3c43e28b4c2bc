print(sorted([3, 1, 2]), sorted("hello"), sorted({"b": 1, "a": 2}), sorted([3, 1, 2], reverse=True), sorted(["b", "A", "c"], key=str.lower), sorted([], key=None), sorted([1, 2], key=None, reverse=False))
print(sorted([(1, "b"), (0, "z"), (1, "a")], key=lambda t: t[0]), sorted([(1, "b"), (0, "z"), (1, "a")], key=lambda t: t[0], reverse=True), sorted([1.5, 1, True, 0]), sorted([[2], [1, 5], []]))
for f in (lambda: sorted(), lambda: sorted(1), lambda: sorted([1, "a"]), lambda: sorted([1], str), lambda: sorted([1], key=1), lambda: sorted([1], rev=1), lambda: sorted([None, 1]), lambda: sorted([1], reverse="x"), lambda: sorted([3, 2], reverse=2), lambda: sorted([1j, 2j]), lambda: sorted([{}, {}]), lambda: sorted(key=len), lambda: sorted([1, 2], key=lambda: 1), lambda: sorted([2, 1], reverse=None)):
    try:
        print(f())
    except TypeError as e:
        print(e)
calls = []
def key(x):
    calls.append(x)
    return -x
print(sorted(range(5), key=key), calls)
class K:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o): K.n += 1; return self.v < o.v
print([k.v for k in sorted(map(K, [5, 3, 4, 1, 2]))], K.n)
def bad(x): raise KeyError(x)
try:
    sorted([1, 2], key=bad)
except KeyError as e:
    print("KeyError", e)
l = [3, 2, 1]
print(sorted(l) is l, l, sorted(sorted(l)) == [1, 2, 3], sorted(x for x in l))
print(sorted([0.0, -0.0, 0]), sorted(["é", "e", "z", "\U0001f600", "\uffff"]), sorted([b"b", b"a"]), sorted([2**70, 1, -2**70]))
