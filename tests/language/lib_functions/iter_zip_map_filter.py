print(list(zip()), list(zip([1])), list(zip("ab", [1, 2, 3])), list(zip([1, 2], "ab", strict=True)), dict(zip("ab", range(5))))
for f in (lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(zip([1, 2], [1, 2], [1], strict=True)), lambda: list(zip([], [], [1], strict=True)), lambda: zip(1), lambda: zip([], 2), lambda: zip([], foo=1), lambda: list(zip([1], strict=5)), lambda: map(), lambda: map(str), lambda: list(map(5, [1])), lambda: map(str, 5), lambda: list(map(lambda a: a, [1], [2])), lambda: filter(), lambda: filter(None), lambda: filter(None, 5), lambda: list(filter(5, [1])), lambda: map(str, [1], strict=True), lambda: iter(), lambda: iter(5), lambda: iter(5, 6), lambda: next(5), lambda: next(), lambda: next(iter([])), lambda: enumerate(), lambda: enumerate(5), lambda: enumerate([], "x"), lambda: enumerate([], 1, 2), lambda: reversed(5), lambda: reversed({1}), lambda: reversed(), lambda: enumerate([], foo=1), lambda: any(5), lambda: all(), lambda: iter([], 1)):
    try:
        print(f())
    except (TypeError, ValueError, StopIteration) as e:
        print(type(e).__name__, e)
print(list(map(lambda *a: a, [1, 2], "ab", (3, 4, 5))), list(filter(None, [0, 1, "", "a", None, []])), list(filter(lambda x: x % 2, range(6))), list(map(str.upper, "abc")))
print(list(enumerate("ab", 5)), list(enumerate(start=2, iterable="z")), list(enumerate("a", 10**20)), next(iter([]), "dflt"), any([0, 1]), all([1, 0]), any([]), all([]))
n = 0
def counter():
    global n
    n += 1
    return n
print(list(iter(counter, 4)), n)
it = iter(counter, 7)
print(next(it), type(it).__name__, list(it), next(it, "done"))
z = zip([1, 2, 3], [4, 5])
print(next(z), type(z).__name__, iter(z) is z, list(z), list(z))
class R:
    def __len__(self): return 3
    def __getitem__(self, i): return i * 2
print(list(reversed(R())), list(reversed(range(4))), list(reversed("abc")), list(reversed({"a": 1, "b": 2})), list(reversed({"a": 1}.items())))
class Bad:
    def __iter__(self): return 5
class Bad2:
    def __iter__(self): return self
class Nx:
    def __next__(self): return 1
for f in (lambda: iter(Bad()), lambda: iter(Bad2()), lambda: next(Nx()), lambda: iter(Nx()), lambda: [*Bad()], lambda: max(Bad()), lambda: (lambda *a: a)(*Bad())):
    try:
        print(f())
    except TypeError as e:
        print(e)
def stop(): raise StopIteration("end")
it = iter(stop, 1)
print(list(it))
src = iter([1, 2, 3, 4, 5])
print(list(zip(src, src)), list(src))
m = map(lambda x: 1 // x, [1, 0, 2])
print(next(m))
try:
    next(m)
except ZeroDivisionError:
    print("zero", next(m))
