"""__getattr__, __getattribute__, __setattr__ and __delattr__ that are added or taken away later."""


class A:
    def __init__(self):
        self.x = 1

    def m(self):
        return "m"


def load(o):
    return o.x


def call(o):
    return o.m()


def store(o, v):
    o.x = v


def missing(o):
    return o.nope


a = A()
for _ in range(40):
    load(a), call(a), store(a, 1)
    try:
        missing(a)
    except AttributeError:
        pass
A.__getattr__ = lambda self, name: f"getattr {name}"
print(load(a), call(a), missing(a))
del a.x
print(load(a))
store(a, 2)
A.__getattribute__ = lambda self, name: f"attribute {name}"
print(load(a), missing(a))
A.m = 5
print(a.m)
del A.__getattribute__
print(load(a), a.m, missing(a))
A.__setattr__ = lambda self, name, value: print("setattr", name, value)
store(a, 3)
print(load(a))
del A.__setattr__
store(a, 4)
print(load(a))
A.__delattr__ = lambda self, name: print("delattr", name)
del a.x
print(load(a))
del A.__delattr__
del a.x
print(load(a))
del A.__getattr__
try:
    load(a)
except AttributeError as e:
    print(e)


# In a base class.
class Base:
    pass


class Derived(Base):
    def __init__(self):
        self.x = "x"


d = Derived()
for _ in range(40):
    load(d)
Base.__getattribute__ = lambda self, name: "base"
print(load(d))
del Base.__getattribute__
print(load(d))


# Special methods are looked up on the class, whatever the instance holds.
class S:
    def __len__(self):
        return 1

    def __call__(self):
        return "called"


s = S()
for _ in range(40):
    len(s), s()
s.__len__ = lambda: 5
s.__call__ = lambda: "own"
print(len(s), s())
S.__len__ = lambda self: 2
S.__call__ = lambda self: "class"
print(len(s), s(), s.__len__(), s.__call__())
del S.__len__, S.__call__
for f in len, lambda s: s():
    try:
        f(s)
    except TypeError as e:
        print(e)
