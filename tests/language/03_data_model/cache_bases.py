"""Changes of __bases__, of metaclasses, and of classes as owners of attributes."""


class A:
    x = "A"

    def m(self):
        return "A.m"


class B:
    x = "B"

    def m(self):
        return "B.m"


class C(A):
    pass


class D(C):
    pass


def load(o):
    return o.x


def call(o):
    return o.m()


d = D()
for _ in range(40):
    load(d), call(d), load(D), load(C)
C.__bases__ = (B,)
print(load(d), call(d), load(D), load(C), D.__mro__ == (D, C, B, object))
for _ in range(40):
    load(d), call(d), load(D), load(C)
C.__bases__ = (A, B)
print(load(d), call(d), load(D), load(C))
del A.x, A.m
print(load(d), call(d), load(D), load(C))
A.x = "A again"
print(load(d), load(D), load(C))


class Meta(type):
    pass


class M(metaclass=Meta):
    v = "class"


def v(o):
    return o.v


for _ in range(40):
    v(M)
Meta.v = "meta"
print(v(M))
Meta.v = property(lambda cls: "meta property")
print(v(M))
try:
    del M.v
except AttributeError as e:
    print(e)
del Meta.v
print(v(M))
del M.v
try:
    v(M)
except AttributeError as e:
    print(e)
M.v = "back"
print(v(M))
Meta.__getattribute__ = lambda cls, name: "hook"
print(v(M))
del Meta.__getattribute__
print(v(M))


class Meta2(type):
    v = property(lambda cls: "Meta2")


for _ in range(40):
    v(M)
M.__class__ = Meta2
print(v(M), type(M).__name__)
M.__class__ = Meta
print(v(M))


# Class methods and static methods through class and instance, redefined.
class E:
    @classmethod
    def c(cls):
        return "c", cls.__name__

    @staticmethod
    def s():
        return "s"


class F(E):
    pass


def both(o):
    return o.c(), o.s()


for _ in range(40):
    both(F), both(F())
print(both(F), both(E()))
E.c = classmethod(lambda cls: "new c")
E.s = staticmethod(lambda: "new s")
print(both(F), both(F()))
F.c = lambda self=None: "plain"
print(both(F), both(F()))


# super() follows the MRO of the day.
class Base1:
    def who(self):
        return "Base1"


class Base2:
    def who(self):
        return "Base2"


class Mid(Base1):
    def who(self):
        return "Mid " + super().who()


class Low(Mid):
    def who(self):
        return "Low " + super().who()


low = Low()
for _ in range(40):
    low.who()
print(low.who(), Mid().who())
Base1.who = lambda self: "Base1 changed"
print(low.who())
Mid.__bases__ = (Base2,)
print(low.who(), Mid().who())


class Between(Mid):
    def who(self):
        return "Between " + super().who()


Low.__bases__ = (Between,)
print(low.who(), Mid().who())
low.__class__ = Between
print(low.who())
Mid.who = lambda self: "Mid changed"
print(low.who(), Low().who())
