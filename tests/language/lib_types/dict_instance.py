# The attributes of instances and the dict that shows them.
class A:
    pass
a = A()
a.x = 1
a.y = 2
print(a.x, a.y, vars(a), a.__dict__ is a.__dict__)
d = a.__dict__
a.z = 3
print(d, d["z"])
d["w"] = 4
print(a.w, list(d))
del a.x
print(d, hasattr(a, "x"))
a.x = 9
print(d, a.x)
d[1] = "one"
print(d, a.x, a.y)
a.q = 1
print(d, a.__dict__ is d)
b = A()
b.y = 1
b.x = 2
print(vars(b), b.__dict__)
b.__dict__ = {"n": 5}
print(b.n, hasattr(b, "y"), vars(b))
b.m = 6
print(vars(b))
d = vars(A())
d["late"] = 1
print(d)
def keep():
    o = A()
    o.first, o.second = 1, 2
    return o.__dict__
kept = keep()
kept["third"] = 3
print(kept, len(kept))
try:
    print(A().nothing)
except AttributeError as error:
    print(error)
try:
    del A().nothing
except AttributeError as error:
    print(error)
try:
    a.__dict__ = 5
except TypeError as error:
    print(error)

class Many:
    def __init__(self, n, backwards=False):
        names = range(n)
        for i in (reversed(names) if backwards else names):
            setattr(self, "a%d" % i, i)
m = Many(40)
print(m.a0, m.a29, m.a30, m.a39, len(vars(m)), list(vars(m))[:3], list(vars(m))[-2:])
m = Many(10, True)
print(list(vars(m)), m.a3)
del m.a5
m.a5 = 50
m.a11 = 11
print(list(vars(m)), vars(m)["a5"])
c = vars(m).copy()
c["extra"] = 1
print(len(c), len(vars(m)), hasattr(m, "extra"))
print(vars(m).popitem(), vars(m).pop("a0"), hasattr(m, "a0"), hasattr(m, "a11"))
vars(m).clear()
print(vars(m), hasattr(m, "a1"))
m.again = 1
print(vars(m), m.again)
vars(m).update(p=1, q=2)
print(m.p, m.q, list(vars(m).items()))

class L(list):
    pass
l = L([1, 2])
l.tag = "t"
print(l, l.tag, vars(l))
l.__dict__["other"] = 1
print(l.other, vars(l))
class E(Exception):
    pass
e = E("x")
e.note = "n"
print(vars(e), e.note)
def f():
    pass
f.attr = 1
print(vars(f), f.__dict__ is f.__dict__)

class Slotted:
    __slots__ = ("p", "q")
s = Slotted()
s.p = 1
try:
    s.r = 2
except AttributeError as error:
    print(error)
try:
    s.__dict__
except AttributeError as error:
    print(error)

class Dying:
    def __del__(self):
        log.append(sorted(vars(self)))
log = []
x = Dying()
x.a = x.b = 1
del x
print(log)
class Holder:
    pass
class Noisy:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        log.append(self.name)
log.clear()
h = Holder()
h.one, h.two, h.three = Noisy(1), Noisy(2), Noisy(3)
del h
print(log)
log.clear()
h = Holder()
h.two, h.one = Noisy("two"), Noisy("one")
h.one = Noisy("new one")
print(log)
hd = h.__dict__
del h
print(log, list(hd))
del hd
print(log)

class B1:
    pass
class B2:
    pass
o = B1()
o.k, o.v = 1, 2
o.__class__ = B2
print(o.k, o.v, vars(o), type(o).__name__)
o.w = 3
p = B2()
p.z = 1
print(vars(o), vars(p))
objs = [A() for _ in range(50)]
for n, o in enumerate(objs):
    for name in ("s", "t", "u")[: n % 4]:
        setattr(o, name, n)
print([list(vars(o).values()) for o in objs[:6]], len(vars(objs[7])))
class Meth:
    def __init__(self):
        self.a = 1
        self.b = 2
    def other(self):
        self.c = 3
q = Meth()
q.other()
del q.a
q.a = 5
print(vars(q), {**vars(q)}, dict(vars(q)))
