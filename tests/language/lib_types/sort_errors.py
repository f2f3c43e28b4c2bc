# Sorting when comparisons or keys fail, look at the list, or change it.
class Boom:
    limit = 10**9
    calls = 0
    def __init__(self, v): self.v = v
    def __lt__(self, other):
        Boom.calls += 1
        if Boom.calls > Boom.limit:
            raise ZeroDivisionError("boom")
        return self.v < other.v

def lcg(n, seed=1):
    out = []
    for _ in range(n):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append(seed >> 33)
    return out

for n in (2, 5, 70, 300):
    for wrap in (lambda x: x, lambda x: (1, x)):
        for options in ({}, {"reverse": True}, {"key": lambda x: x}):
            for limit in (0, 1, n // 2, n, n * 2, n * 4):
                Boom.limit, Boom.calls = limit, 0
                objects = [wrap(Boom(x)) for x in lcg(n)]
                items = list(objects)
                try:
                    items.sort(**options)
                except ZeroDivisionError:
                    pass
                assert len(items) == n and {id(x) for x in items} == {id(x) for x in objects}
print("nothing lost")
l = [3, 1, 2]
seen = []
l.sort(key=lambda x: seen.append((len(l), list(l))) or x)
print(seen, l)
def key(x):
    if x == 2:
        raise KeyError("key")
    return x
l = [1, 2, 3]
try:
    l.sort(key=key)
except KeyError as error:
    print(error, l)

def attempt(change):
    l = [3, 1, 2]
    def key(x):
        change(l)
        return x
    try:
        l.sort(key=key)
        print("sorted", l)
    except Exception as error:
        print(type(error).__name__, error, l)

attempt(lambda l: l.append(5))
attempt(lambda l: l.clear())
attempt(lambda l: l.pop() if l else None)
attempt(lambda l: l.extend([]))
attempt(lambda l: l.extend([1]))
attempt(lambda l: l.insert(0, 1))
attempt(lambda l: l.sort())
attempt(lambda l: l.reverse())
attempt(lambda l: l.__init__())
attempt(lambda l: l.__init__([1]))
attempt(lambda l: l.__setitem__(slice(None), [1, 2]))
attempt(lambda l: l.__setitem__(slice(None), []))
attempt(lambda l: l.__delitem__(slice(None)))
attempt(lambda l: l.__imul__(5))
attempt(lambda l: l.pop())
attempt(lambda l: l.remove(1))
attempt(lambda l: (l.append(1), l.clear()))
attempt(lambda l: (l.append(1), l.pop()))
class Lt:
    def __init__(self, v): self.v = v
    def __lt__(self, other):
        l.append(1)
        return self.v < other.v
    def __repr__(self): return f"Lt{self.v}"
l = [Lt(3), Lt(1), Lt(2)]
try:
    l.sort()
except ValueError as error:
    print(error, l)
class Both(Lt):
    def __lt__(self, other):
        l.append(1)
        raise KeyError("both")
l = [Both(3), Both(1)]
try:
    l.sort()
except KeyError as error:
    print(error, l)
def shown(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
shown(lambda: sorted([1, "a", 2]))
shown(lambda: sorted([1, None]))
shown(lambda: sorted([(1, "a"), (1, 2)]))
shown(lambda: sorted([(1, 2j), (1, 1j)]))
shown(lambda: sorted([1, 2], key=lambda x: {}))
shown(lambda: sorted(5))
shown(lambda: sorted())
shown(lambda: sorted([], 1))
shown(lambda: sorted([], foo=1))
shown(lambda: sorted(iterable=[]))
class Cls:
    def __init__(self, v): self.v = v
    def __lt__(self, other):
        self.__class__ = Other
        return self.v < other.v
class Other(Cls):
    def __lt__(self, other): return self.v > other.v
print([x.v for x in sorted([Cls(2), Cls(1), Cls(3), Cls(0)])])
