def f(*a, **k): return a, k
class It:
    def __init__(self, n): self.n = n
    def __iter__(self):
        print("iter", self.n)
        return iter(range(self.n))
class Map:
    def __init__(self, **d): self.d = d
    def keys(self):
        print("keys")
        return self.d.keys()
    def __getitem__(self, k):
        print("get", k)
        return self.d[k]
print(f(*It(2), *It(1), **Map(x=1), **Map(y=2)))
print(f(1, *[2], 3, *(), k=1, **{"z": 2}))
def log(x):
    print("eval", x)
    return x
f(log(1), *log([2]), a=log(3), *log([4]), **log({"b": 5}), c=log(6))
for src in ["f(**Map(x=1), x=2)", "f(x=1, **{'x': 2})", "f(*1)", "f(**1)", "f(**[1])", "f(**{1: 2})", "f(*None)", "f(**None)", "print(*1)", "print(**{'sep': 1})", "len(*[1, 2])", "int(**{'x': 1})", "f(**{'a': 1}, **{'a': 2})", "len(**{'a': 1})", "(lambda: 0)(*[1])", "[].append(*5)", "dict(**Map(q=1), q=2)", "'a'.join(*3)"]:
    try:
        print(src, eval(src))
    except TypeError as e:
        print(src, "->", e)
class BadKeys:
    def keys(self): return 5
    def __getitem__(self, k): return k
class RaisesKeys:
    def keys(self): raise AttributeError("inner")
class NoGet:
    def keys(self): return ["a"]
for o in (BadKeys(), RaisesKeys(), NoGet()):
    try:
        print(f(**o))
    except Exception as e:
        print(type(e).__name__, e)
def gen():
    yield 1
    raise ValueError("in gen")
try:
    f(*gen())
except ValueError as e:
    print(e)
d = {"a": 1}
def mutate(**k):
    k["b"] = 2
    return k
print(mutate(**d), d)
t = (1, 2)
def same(*a): return a is t
print(same(*t))
print((lambda *, a, b=2: (a, b))(a=1), (lambda a, /, *b, c=3, **d: (a, b, c, d))(1, 2, e=5))
print([*"ab", *[1]], {*"a", *"b"} == {"a", "b"}, {**{"a": 1}, "b": 2, **{"a": 3}}, (*(), *[1]))
