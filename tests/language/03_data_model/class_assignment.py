class A:
    def who(self): return "A"
class B:
    def who(self): return "B"
class S1: __slots__ = ("a",)
class S2: __slots__ = ("a",)
class S3: __slots__ = ("b",)
class L(list): pass
class L2(list): pass
a = A(); a.x = 1
a.__class__ = B
print(a.who(), a.x, type(a).__name__)
s = S1(); s.a = 5
s.__class__ = S2
print(s.a)
l = L([1]); l.y = 2
l.__class__ = L2
print(l, l.y, type(l).__name__)
tries = [(a, S1), (s, S3), (a, int), (5, int), ([], L), (l, A), (a, 5), (A, type), (s, A), ((), tuple), (a, L), (L(), list)]
for obj, cls in tries:
    try:
        obj.__class__ = cls
        print("fine")
    except TypeError as e:
        print(e)
try:
    del a.__class__
except TypeError as e:
    print(e)
class M1(type): pass
class M2(type): pass
class X(metaclass=M1): pass
X.__class__ = M2
print(type(X).__name__)
import sys
class Mod(type(sys)):
    extra = property(lambda self: "from Mod")
m = type(sys)("m")
m.__class__ = Mod
print(m.extra)
class Lie:
    @property
    def __class__(self): return int
print(isinstance(Lie(), int), isinstance(Lie(), Lie), type(Lie()) is Lie, Lie().__class__)
