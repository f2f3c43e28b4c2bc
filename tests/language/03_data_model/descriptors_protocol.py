class Data:
    def __get__(self, obj, owner): return "data.get", obj is not None, owner.__name__
    def __set__(self, obj, value): print("data.set", value)
    def __delete__(self, obj): print("data.delete")
class NonData:
    def __get__(self, obj, owner): return "nondata"
class SetOnly:
    def __set__(self, obj, value): obj.__dict__["s"] = value * 2
class DelOnly:
    def __delete__(self, obj): print("deleted")
class A:
    d = Data()
    n = NonData()
    s = SetOnly()
    x = DelOnly()
a = A()
print(a.d, A.d, a.n, A.n)
a.d = 1
del a.d
a.__dict__["d"] = "instance"
a.__dict__["n"] = "instance"
print(a.d, a.n)
print(type(a.s).__name__)
a.s = 4
print(a.s)
try:
    del a.s
except AttributeError as e:
    print("AttributeError", e)
del a.x
try:
    a.x = 1
except AttributeError as e:
    print("AttributeError", e)
class RaisingGet:
    def __get__(self, obj, owner): raise AttributeError("from get")
class B:
    r = RaisingGet()
    def __getattr__(self, name): return "fallback " + name
print(B().r, B().zz)
try:
    B.r
except AttributeError as e:
    print(e)
class M(type):
    d = Data()
class C(metaclass=M):
    d = 5
print(C.d, C.__dict__["d"], C().d)
C.d = 3
class Meth:
    def __get__(self, obj, owner): return lambda *a: ("called", a)
class E:
    __len__ = lambda self: 3
    __call__ = Meth()
    __getitem__ = Meth()
print(E()(1, 2), E()[5], len(E()))
class F:
    __len__ = 5
    __iter__ = None
    __contains__ = None
    __hash__ = None
    __getitem__ = None
for f in (lambda: len(F()), lambda: iter(F()), lambda: 1 in F(), lambda: hash(F()), lambda: F()[0], lambda: [*F()]):
    try:
        print(f())
    except TypeError as e:
        print(e)
f = int.__add__.__get__(3)
print(f(4), int.__dict__["__add__"].__get__(None, int) is int.__add__)
