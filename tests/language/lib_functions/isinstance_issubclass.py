class A: pass
class B(A): pass
print(isinstance(B(), A), isinstance(A(), B), issubclass(B, A), issubclass(A, B), isinstance(1, int), isinstance(True, int), isinstance(1, object), isinstance(int, type), isinstance(1, (str, (float, (int,)))), issubclass(bool, (str, int)))
print(isinstance(None, type(None)), isinstance(1, int | str), isinstance("x", int | None), issubclass(int, int | str), isinstance([], list | tuple), isinstance(1, ()), issubclass(int, ()))
for f in (lambda: isinstance(1, 5), lambda: isinstance(1, (int, 5)), lambda: isinstance("", (int, 5)), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: isinstance(1, [int]), lambda: isinstance(1, list[int]), lambda: issubclass(int, list[int]), lambda: isinstance(1, int | list[int]), lambda: isinstance([], list[int] | int), lambda: issubclass(int, (5, int)), lambda: isinstance(1, None), lambda: issubclass(int, None), lambda: isinstance(1, int, 2), lambda: isinstance(1, (None,)), lambda: issubclass("int", int)):
    try:
        print(f())
    except TypeError as e:
        print(e)
class Meta(type):
    def __instancecheck__(c, o): return getattr(o, "ok", False)
    def __subclasscheck__(c, s): return s is int
class V(metaclass=Meta): pass
class O: ok = True
print(isinstance(O(), V), isinstance(1, V), isinstance(V(), V), issubclass(int, V), issubclass(V, V), isinstance(O(), (int, V)))
class Fake:
    __class__ = A
print(isinstance(Fake(), A), isinstance(Fake(), Fake), type(Fake()) is Fake, issubclass(Fake, A))
class Bases:
    @property
    def __bases__(self): return (A,)
print(issubclass(Bases(), A), issubclass(Bases(), object))
class BadBases:
    __bases__ = 5
try:
    issubclass(BadBases(), A)
except TypeError as e:
    print(e)
class Raise:
    @property
    def __class__(self): raise ValueError("class")
    @property
    def __bases__(self): raise ValueError("bases")
for f in (lambda: isinstance(Raise(), int), lambda: issubclass(Raise(), int), lambda: isinstance(Raise(), Raise)):
    try:
        print(f())
    except ValueError as e:
        print(e)
B.__bases__ = (object,) if False else (A,)
print(type(B()) == B, B() .__class__ is B, type(1) is int, type(type(1)) is type)
