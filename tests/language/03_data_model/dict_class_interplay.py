# vars(), class namespaces and instance dicts that change under the hands.
class A:
    x = 1
a = A()
a.y = 2
print(vars(a), vars(A)["x"], a.__dict__ == {"y": 2})
a.__dict__.update(z=3, x=10)
print(a.x, a.z, A.x)
del a.__dict__["x"]
print(a.x)
a.__dict__.clear()
print(vars(a), hasattr(a, "y"))
for i in range(40): a.__dict__[f"k{i}"] = i
print(len(vars(a)), a.k39)
b = A()
b.__dict__ = a.__dict__
b.k0 = "shared"
print(a.k0, a.__dict__ is b.__dict__)
class P:
    def __init__(self, *names):
        for n in names: setattr(self, n, n)
p, q = P("a", "b", "c"), P("c", "b", "a")
print(p.__dict__, q.__dict__, list(q.__dict__))
del p.b
p.b = "again"
print(p.__dict__)
d = p.__dict__
p.new = 1
d["direct"] = 2
print(d is p.__dict__, p.direct, sorted(d))
it = iter(d)
next(it)
p.more = 1
try:
    next(it)
except RuntimeError as e:
    print(e)
A.added = property(lambda s: "prop")
print(a.added)
a.__dict__["added"] = "shadowed"
print(a.added)
del A.added
print(a.added)
class M(type):
    def __setattr__(c, n, v): type.__setattr__(c, n, ("wrapped", v))
class W(metaclass=M): pass
W.q = 1
print(W.q, W().q)
class Old: pass
o = Old()
o.__dict__["with space"] = 1
o.__dict__[5] = 2
print(getattr(o, "with space"), o.__dict__)
setattr(o, "another one", 3)
print(sorted(map(str, o.__dict__)))
class Sub(dict):
    def __setitem__(self, k, v): super().__setitem__(k, ("sub", v))
o.__dict__ = Sub()
o.v = 1
print(o.v, o.__dict__, type(o.__dict__).__name__)
o.__dict__["w"] = 2
print(o.w)
def f(): pass
f.a = 1
vars(f)["b"] = 2
print(f.b, vars(f))
m = type("Empty", (), {})
m.__dict__.items()
print("x" in vars(m), len([k for k in vars(m) if not k.startswith("__")]))
