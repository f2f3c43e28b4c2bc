class A:
    def f(self): return "A"
class B:
    def f(self): return "B"
class C(A): pass
c = C()
print(c.f(), C.__bases__, C.__base__)
C.__bases__ = (B,)
print(c.f(), C.__mro__, C.__base__, A.__subclasses__(), B.__subclasses__())
class D(C): pass
C.__bases__ = (A, B)
print([k.__name__ for k in D.__mro__], D().f())
for value in [(), [A], (1,), (C,), (D,), (int,), (object,), A, (A, A)]:
    try:
        C.__bases__ = value
        print("set", C.__mro__)
    except TypeError as e:
        print(e)
for t in (int, object):
    try:
        t.__bases__ = (A,)
    except TypeError as e:
        print(e)
try:
    del C.__bases__
except TypeError as e:
    print(e)
class S: __slots__ = ("a",)
class T(S): pass
try:
    T.__bases__ = (A,)
except TypeError as e:
    print(e)
class X(A): pass
X.__bases__ = (object,) if False else (B,)
print(X().f())
for name in ("__mro__", "__base__", "__basicsize__", "__dict__", "__flags__"):
    try:
        setattr(A, name, 1)
    except (AttributeError, TypeError) as e:
        print(e)
for name in ("__name__", "__qualname__", "__module__", "__doc__"):
    for v in ("new", 5):
        try:
            setattr(A, name, v)
            print(name, getattr(A, name), end=" ")
        except (AttributeError, TypeError) as e:
            print(e)
print()
for name in ("__name__", "__qualname__", "__doc__", "__module__", "__dict__"):
    try:
        delattr(B, name)
        print("deleted", name)
    except (AttributeError, TypeError) as e:
        print(e)
