# enumerate, zip, map, filter, reversed, iter: what they give, how they end, how they pickle, how they fail.
def attempt(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error)

print(list(enumerate("abc")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(enumerate(iterable="ab", start=2)), list(enumerate([])))
print(list(enumerate("abc", 2**63 - 2)), list(enumerate("ab", 10**30)), list(enumerate("ab", True)))
e = enumerate("ab", 2**63 - 1)
print(next(e), e.__reduce__()[1][1], next(e), next(e, "end"))
e = enumerate("abcd")
a = next(e)
b = next(e)
print(a, b, a is b, e.__reduce__()[1][1])
ids = set()
for i, x in enumerate("abcdef"):
    pass
for pair in enumerate("abcdef"):
    ids.add(id(pair))
    del pair
print(len(ids))
print(list(zip("abc", range(3), [1, 2])), list(zip()), list(zip([1])), list(zip("ab", "cd", strict=True)), list(zip(strict=True)), list(zip("", "a")))
z = zip([1, 2], [3, 4])
a = next(z)
b = next(z)
print(a, b, next(z, "end"), next(z, "end"))
ids = set()
for pair in zip(range(10), range(10)):
    ids.add(id(pair))
    del pair
print(len(ids))
it = iter([1, 2, 3, 4, 5])
print(list(zip(it, it)), list(it))
for args in (([1], [1, 2]), ([1, 2], [1]), ([1, 2], [1, 2], [1]), ([1], [1], [1, 2]), ([], [1]), ([1], [])):
    attempt(lambda: list(zip(*args, strict=True)))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(None.__class__, [])), list(map(max, "ab", "ba", "cc")))
print(list(filter(None, [0, 1, "", "a", [], [0]])), list(filter(bool, [0, 2])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(str.isdigit, "a1b2")))
print(list(reversed([1, 2, 3])), list(reversed((1, 2))), list(reversed("abc")), list(reversed(range(3))), list(reversed({1: 2, 3: 4})), list(reversed([])))
class Seq:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if i >= self.n: raise IndexError(i)
        return i * i
class Rev:
    def __reversed__(self): return iter("reversed")
class NoRev(list):
    __reversed__ = None
class Stops:
    def __getitem__(self, i):
        if i == 2: raise StopIteration
        return i
print(list(reversed(Seq(4))), list(reversed(Rev())), list(iter(Seq(3))), list(Stops()), 4 in Seq(3), 5 in Seq(3))
r = reversed(Seq(3))
print(type(r).__name__, r.__length_hint__(), next(r), r.__length_hint__(), r.__reduce__()[2], list(r), r.__length_hint__(), r.__reduce__()[1], next(r, "end"))
r = reversed(Seq(5))
r.__setstate__(2)
print(next(r))
r.__setstate__(100)
print(next(r))
r.__setstate__(-100)
print(next(r, "end"))
it = iter(Seq(3))
print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__()[2], list(it), next(it, "end"), it.__reduce__()[1])
it = iter(Seq(5))
it.__setstate__(3)
print(next(it), iter(it) is it)
it.__setstate__(-3)
print(next(it))
n = 0
def count():
    global n
    n += 1
    return n
it = iter(count, 4)
print(type(it).__name__, list(it), next(it, "end"), n, it.__reduce__()[1])
def stop(): raise StopIteration
print(list(iter(stop, 1)))
it = iter([1, 2, 3])
print(type(it).__name__, it.__length_hint__(), next(it), it.__reduce__()[1:], list(it), it.__length_hint__(), it.__reduce__()[1:], next(it, "end"))
it = iter([1, 2, 3])
it.__setstate__(2)
print(list(it))
it = iter([1, 2, 3])
it.__setstate__(-9)
print(list(it))
it = iter((1, 2, 3))
print(type(it).__name__, it.__length_hint__(), next(it), it.__reduce__()[1:], list(it), it.__length_hint__(), it.__reduce__()[1:])
it = reversed([1, 2, 3])
print(type(it).__name__, it.__length_hint__(), next(it), it.__reduce__()[1:], list(it), it.__length_hint__(), it.__reduce__()[1:])
it = reversed([1, 2, 3])
it.__setstate__(0)
print(list(it))
print(zip([1], strict=True).__reduce__()[2], len(zip([1]).__reduce__()), map(len, [], "").__reduce__()[1][0], filter(None, []).__reduce__()[1][0])
z = zip([1], [2, 3])
z.__setstate__(True)
attempt(lambda: list(z))
print(enumerate[int])
class MyMap(map):
    pass
class MyEnum(enumerate):
    def __new__(cls, x): return super().__new__(cls, x, 10)
print(list(MyMap(abs, [-1])), type(MyMap(abs, [])).__name__, list(MyEnum("a")))
attempt(lambda: enumerate())
attempt(lambda: enumerate(1))
attempt(lambda: enumerate([], 1, 2))
attempt(lambda: enumerate([], "a"))
attempt(lambda: enumerate([], x=1))
attempt(lambda: enumerate(start=1))
attempt(lambda: enumerate([], start=1.5))
attempt(lambda: zip(1))
attempt(lambda: zip([], 1))
attempt(lambda: zip(x=1))
attempt(lambda: zip([], strict=1, x=2))
attempt(lambda: map())
attempt(lambda: map(1))
attempt(lambda: map(1, 2))
attempt(lambda: list(map(1, [2])))
attempt(lambda: map(len, [], x=1))
attempt(lambda: list(map(len, [1])))
attempt(lambda: filter())
attempt(lambda: filter(1))
attempt(lambda: filter(1, 2))
attempt(lambda: list(filter(1, [2])))
attempt(lambda: filter(None, [], x=1))
attempt(lambda: reversed())
attempt(lambda: reversed(1))
attempt(lambda: reversed({1}))
attempt(lambda: reversed(NoRev()))
attempt(lambda: reversed([], 1))
attempt(lambda: reversed(x=1))
attempt(lambda: iter())
attempt(lambda: iter(1))
attempt(lambda: iter(1, 2))
attempt(lambda: next(1))
attempt(lambda: next(iter([])))
attempt(lambda: next(iter([]), 5))
attempt(lambda: type(iter([]))())
attempt(lambda: iter([1]).__setstate__("a"))
attempt(lambda: list(enumerate("a")).__class__)
def boom():
    yield 1
    raise KeyError("boom")
for make in (lambda: enumerate(boom()), lambda: zip([1, 2], boom()), lambda: map(str, boom()), lambda: filter(None, boom()), lambda: zip(boom(), [1, 2, 3], strict=True)):
    it = make()
    attempt(lambda: next(it))
    attempt(lambda: next(it))
    attempt(lambda: next(it, "end"))
# An iterator that is asked for more while it is being asked.
class Inner:
    def __iter__(self): return self
    def __next__(self):
        global depth
        depth += 1
        if depth > 6: raise StopIteration
        if depth % 2: return next(outer, "nothing")
        return depth
depth = 0
outer = zip([1, 2, 3, 4, 5], Inner())
print(list(outer))
depth = 0
outer = enumerate(Inner())
print(list(outer))
