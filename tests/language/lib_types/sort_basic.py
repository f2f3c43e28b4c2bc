# Sorting: order, stability, keys, reverse, the types that sort without Python code, and all others.
def lcg(n, seed=1):
    out = []
    for _ in range(n):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append(seed >> 33)
    return out

def check(values, **options):
    values = list(values)
    got = sorted(values, **options)
    key = options.get("key") or (lambda x: x)
    order = sorted(range(len(values)), key=lambda i: (key(values[i]), -i if options.get("reverse") else i), reverse=options.get("reverse", False))
    assert len(got) == len(values)
    assert all(a is values[b] for a, b in zip(got, order)), (values[:10], options)
    again = list(values)
    assert again.sort(**options) is None
    assert all(a is b for a, b in zip(again, got))
    return got

for n in (0, 1, 2, 3, 10, 63, 64, 65, 100, 257, 1000):
    data = lcg(n)
    for values in (data, [x % 7 for x in data], sorted(data), sorted(data)[::-1], [x / 7 for x in data], [str(x) for x in data],
                   [str(x % 100) for x in data], [(x % 5, x) for x in data], [(str(x % 3), x / 2) for x in data], [2**70 + x % 50 for x in data],
                   [-x for x in data], [x - 2**30 for x in data], [(x % 4 / 2,) for x in data], ["\u0100" * (x % 4) + chr(x % 0x300 + 1) for x in data],
                   [bytes([x % 256]) for x in data], [bool(x % 2) for x in data], [[x % 3, x % 5] for x in data], [(x % 3, (x % 2, x)) for x in data]):
        check(values)
        check(values, reverse=True)
        check(values, key=lambda x: x)
        check(values, key=str)
        check(values, key=str, reverse=True)
        check(values, key=lambda x: 0)
print("agree")
print(sorted([3, 1, 2]), sorted("hello"), sorted({3: 1, 1: 2}), sorted((2, 1), reverse=True), sorted([]), sorted(x % 3 for x in range(7)))
print(sorted([1.5, 1, True, 0.5, -0.0, 0.0, 0, 2**80, -(2**80), float("inf"), -float("inf")]))
print(sorted([0.0, -0.0, 0.0, -0.0]), sorted([-1.5, 1.5, -2.5, 1e300, -1e300, 1e-300, -1e-300, 5e-324]))
print(sorted(["b", "a", "B", "A", "", "aa", "a\0", "a\0b", "ab", "\xe9", "e", "\U0001f600", "\uffff", "\ufffe", "aaaa", "aaaab", "aaaaa"]))
print(sorted([(1, "b"), (1, "a"), (0, "z"), (1,), (), (1, "a", 0)]))
print(sorted([(2, None), (1, None), (0, None)]), sorted([[2], [1, 5], [1]]))
print(sorted(["10", "9", "1"], key=int), sorted(["bb", "a", "ccc"], key=len, reverse=True))
print(sorted([-3, 2, -1], key=abs), sorted("bAc", key=str.lower), sorted([1, 2, 3], key=None), sorted([2, 1], reverse=1), sorted([2, 1], reverse=[]))
nan = float("nan")
print(sorted([3.0, nan, 1.0, 2.0]), sorted([nan, 2.0, 1.0]), sorted([2.0, 1.0, nan, 0.0, 5.0, -1.0, nan, 3.0]))
print(sorted([(nan, 2), (nan, 1), (1.0, 3), (0.5, 0)]))
print(sorted([2, 1.5, 3, 0.5]), sorted([True, False, True]), sorted([2**64, 1, -(2**64), 2**63, -(2**63) - 1]))

class Sub(int):
    def __lt__(self, other):
        return int.__gt__(self, other)
print([int(x) for x in sorted([Sub(1), Sub(3), Sub(2)])])
class Only:
    def __init__(self, v): self.v = v
    def __gt__(self, other): return self.v > other.v
    def __repr__(self): return f"Only({self.v})"
print(sorted([Only(3), Only(1), Only(2)]))
class Strange:
    def __init__(self, v): self.v = v
    def __lt__(self, other): return [1] if self.v < other.v else []
    def __repr__(self): return f"S{self.v}"
print(sorted([Strange(3), Strange(1), Strange(2)]), min([Strange(3), Strange(1)]), max([Strange(3), Strange(1)]))

# The comparisons themselves are CPython's, in CPython's order.
class K:
    count = digest = 0
    def __init__(self, v, i): self.v, self.i = v, i
    def __lt__(self, other):
        K.count += 1
        K.digest = (K.digest * 1000003 + self.i * 31 + other.i) % 2**61
        return self.v < other.v
for n in (10, 64, 200, 600):
    data = lcg(n, n)
    for values in (data, [x % 5 for x in data], range(n), range(n, 0, -1), [i % 50 for i in range(n)], [(n - i) // 3 for i in range(n)], [7] * n,
                   [x if x % 20 == 0 else i for i, x in enumerate(data)], [i if i < n // 2 else n - i for i in range(n)]):
        K.count = K.digest = 0
        items = [K(v, i) for i, v in enumerate(values)]
        items.sort()
        first = K.count, K.digest
        items.sort(reverse=True)
        print(n, *first, K.count, K.digest, end="; ")
    print()
calls = []
sorted([3, 1, 2], key=lambda x: calls.append(x) or x)
sorted([3, 1, 2], key=lambda x: calls.append(x) or x, reverse=True)
print(calls)
