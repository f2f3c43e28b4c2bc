"""Descriptors that come, change or go while a site is warm."""


class Data:
    def __init__(self, tag):
        self.tag = tag

    def __get__(self, obj, cls):
        return f"{self.tag} get {obj is not None}"

    def __set__(self, obj, value):
        print(self.tag, "set", value)

    def __delete__(self, obj):
        print(self.tag, "delete")


class NonData:
    def __get__(self, obj, cls):
        return f"nondata {obj is not None}"


class A:
    def __init__(self):
        self.x = "own"


def load(o):
    return o.x


def store(o, v):
    o.x = v


a = A()
for _ in range(40):
    load(a), store(a, "own")
A.x = NonData()
print(load(a))
A.x = Data("D")
print(load(a), A.x)
store(a, 1)
del a.x
del A.x
print(load(a))
store(a, "again")
print(load(a))
A.x = property(lambda self: "property", lambda self, v: print("setter", v))
for _ in range(3):
    print(load(a))
store(a, 2)
A.x = property(lambda self: "other property")
print(load(a))
try:
    store(a, 3)
except AttributeError as e:
    print(e)
del A.x
print(load(a))


# The class attribute's own class learns to be a descriptor.
class Thing:
    pass


class B:
    t = Thing()


def thing(o):
    return o.t


b = B()
b.y = 1
for _ in range(40):
    thing(b), thing(B)
kept = thing(b)
print(thing(b) is kept, thing(B) is kept)
Thing.__get__ = lambda self, obj, cls: "got"
print(thing(b), thing(B))
b.__dict__["t"] = "shadow"
print(thing(b))
Thing.__set__ = lambda self, obj, v: print("set", v)
print(thing(b))
b.t = 5
del Thing.__set__
b.t = 6
print(thing(b))
del Thing.__get__
print(thing(B) is kept, thing(b))


# A store site, and the value's class becomes a data descriptor later.
class C:
    s = Thing()

    def __init__(self):
        self.s = 1


def put(o, v):
    o.s = v


c = C()
for _ in range(40):
    put(c, 2)
Thing.__set__ = lambda self, obj, v: print("late set", v)
put(c, 3)
print(c.s)
del Thing.__set__


# __class__ of the descriptor itself.
class Getter:
    def __get__(self, obj, cls):
        return "getter"


plain = Thing()
C.p = plain


def p(o):
    return o.p


for _ in range(40):
    p(c)
plain.__class__ = Getter
print(p(c), C.p)
plain.__class__ = Thing
print(p(c) is plain)
