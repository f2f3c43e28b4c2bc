class A:
    def __init__(self): self.a = 1; self.b = 2
x = A()
print(x.__dict__, vars(x), x.__dict__ is x.__dict__)
d = x.__dict__
d["c"] = 3
print(x.c, list(d))
x.__dict__ = {"new": 1}
print(x.new, hasattr(x, "a"), d)
x.__dict__["k"] = 5
del x.__dict__
print(x.__dict__)
x.z = 1
print(x.__dict__)
for v in (5, None, [], type("D", (dict,), {})(q=1)):
    try:
        x.__dict__ = v
        print("set", x.__dict__, type(x.__dict__).__name__, x.q)
    except TypeError as e:
        print(e)
x.w = 1
print(sorted(x.__dict__))
shared = {}
p, q = A(), A()
p.__dict__ = q.__dict__ = shared
p.v = 10
print(q.v, shared)
y = A()
dy = y.__dict__
del y
print(dy)
z = A()
z.__dict__[1] = "int key"
print(z.__dict__)
for k in list(z.__dict__): del z.__dict__[k]
print(z.__dict__)
class Many: pass
m = Many()
for i in range(100): setattr(m, f"a{i}", i)
print(len(m.__dict__), m.a99, list(m.__dict__)[:3])
for i in range(0, 100, 2): delattr(m, f"a{i}")
print(len(m.__dict__), list(m.__dict__)[:3])
def f(): pass
f.x = 1
print(f.__dict__)
f.__dict__ = {"y": 2}
print(f.y)
try:
    del f.__dict__
except (TypeError, AttributeError) as e:
    print(type(e).__name__, e)
e = ValueError()
e.note = 1
print(e.__dict__)
print(type(A.__dict__).__name__, A.__dict__.get("zz", 0))
try:
    A.__dict__["x"] = 1
except TypeError as e:
    print(e)
try:
    A.__dict__ = {}
except AttributeError as e:
    print(e)
for o in (1, "s", [], object(), len, None):
    try:
        o.__dict__
        print("has")
    except AttributeError as e:
        print(e)
    try:
        vars(o)
    except TypeError as e:
        print(e)
