"""An attribute site and the instance's own attributes: shadowing, deleting, another dict, another class."""


class A:
    x = "class"

    def m(self):
        return "method"

    def __init__(self):
        self.a = 1
        self.b = 2


def load(o):
    return o.x


def call(o):
    return o.m()


def own(o):
    return o.a


def store(o, v):
    o.a = v


o = A()
for _ in range(40):
    load(o), call(o), own(o), store(o, 1)
o.x = "instance"
o.m = lambda: "shadow"
print(load(o), call(o), own(o))
for _ in range(40):
    load(o), call(o), own(o)
del o.x, o.m
print(load(o), call(o), own(o))

p = A()
print(load(p), call(p), own(p))
p.__dict__["x"] = "by dict"
p.__dict__["m"] = lambda: "by dict"
p.__dict__["a"] = "a by dict"
print(load(p), call(p), own(p))
del p.__dict__["a"]
try:
    own(p)
except AttributeError as e:
    print(e)
store(p, "again")
print(own(p), list(p.__dict__))

q = A()
q.__dict__ = {"a": "other dict", "x": "x of dict"}
print(load(q), call(q), own(q))
store(q, 5)
print(q.__dict__)
q.__dict__ = {}
try:
    own(q)
except AttributeError as e:
    print(e)
print(load(q))

r = A()
del r.a
try:
    own(r)
except AttributeError as e:
    print(e)
store(r, 7)
print(own(r), list(vars(r)))

# Order of first stores, deletions, and of those through a warm site.
s = A()
d = s.__dict__
del s.a
store(s, 1)
print(list(d), d is s.__dict__)

# A key that is no str makes the dict leave the instance.
t = A()
t.__dict__[1] = 2
store(t, 9)
print(own(t), t.__dict__)

# More names than are shared.
u = A()
for i in range(50):
    setattr(u, f"n{i}", i)
store(u, 10)
print(own(u), load(u), call(u), u.n49, len(u.__dict__))
u.x = "shadow"
print(load(u))


class B:
    x = "B"

    def m(self):
        return "B.m"


v = A()
for _ in range(40):
    load(v), call(v), own(v)
v.__class__ = B
print(load(v), call(v), own(v))
store(v, 3)
print(own(v), vars(v))
v.__class__ = A
print(load(v), call(v), own(v))
w = B()
try:
    own(w)
except AttributeError as e:
    print(e)


# The instance dict of a subclass of a builtin type.
class L(list):
    x = "L"

    def m(self):
        return len(self)


l = L([1, 2])
for _ in range(40):
    load(l), call(l), store(l, 1), own(l)
l.x = "own"
l.m = lambda: "own m"
print(load(l), call(l), own(l))
