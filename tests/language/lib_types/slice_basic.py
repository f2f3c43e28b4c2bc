# Slices as objects: attributes, indices, comparison, hashing, errors.
def attempt(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error)

print(slice(5), slice(1, 5), slice(1, 5, 2), slice(None), slice("a", [], {}), slice(None, None, -1))
s = slice(1, 10, 3)
print(s.start, s.stop, s.step, s.indices(5), s.indices(100), s.indices(0), s.__reduce__())
for s in (slice(None), slice(None, None, -1), slice(-3, None), slice(None, -3), slice(2, -2), slice(-100, 100), slice(100, -100, -1), slice(5, 2), slice(None, None, 7), slice(-1, None, -3), slice(10**30, -(10**30), -(10**20))):
    print(s, [s.indices(n) for n in (0, 1, 5, 10)], s.indices(10**40) if s.step else "")
print(slice(1, 2) == slice(1, 2), slice(1, 2) == slice(1, 2, None), slice(1) != slice(2), slice(1, 2) < slice(1, 3), slice(2) >= slice(1), slice(1, 2, 3) <= slice(1, 2, 3), slice(1) == 1)
s = slice([], 1)
print(s == s, s == slice([], 1), s < s, s <= s)
print(hash(slice(1, 2, 3)), hash(slice(1, 2, 3)) == hash(slice(1.0, 2, 3)), len({slice(1), slice(1), slice(2)}), {slice(1, 2): "x"}[slice(1, 2)], hash(slice(0, 10**30)))
class Get:
    def __getitem__(self, key): return key
g = Get()
print(g[1:2], g[:], g[::2], g["a":"b"], g[1:2, 3], g[:, ::-1], g[()], g[...])
class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
print(slice(I(1), I(5), I(2)).indices(I(4)), [0, 1, 2, 3][I(1):I(3)], slice(True, 5).indices(9))
print(slice.__basicsize__)
attempt(lambda: slice())
attempt(lambda: slice(1, 2, 3, 4))
attempt(lambda: slice(stop=1))
attempt(lambda: slice(1).indices())
attempt(lambda: slice(1).indices("a"))
attempt(lambda: slice(1).indices(-1))
attempt(lambda: slice(1, 2, 0).indices(3))
attempt(lambda: slice("a").indices(3))
attempt(lambda: slice(1.5, 2).indices(3))
attempt(lambda: slice(1) < 1)
attempt(lambda: slice(1) < slice("a"))
attempt(lambda: slice(1) < slice(None))
attempt(lambda: hash(slice([])))
attempt(lambda: setattr(slice(1), "start", 2))
attempt(lambda: setattr(slice(1), "foo", 2))
attempt(lambda: type("Sub", (slice,), {}))
