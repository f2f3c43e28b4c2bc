class A:
    def __new__(cls, *a, **k):
        print("new", cls.__name__, a, k)
        return super().__new__(cls)
    def __init__(self, *a, **k):
        print("init", a, k)
A(1, x=2)
class B:
    def __new__(cls, kind):
        return {"int": 5, "A": A.__new__(A), "B": object.__new__(B)}[kind]
    def __init__(self, kind):
        print("B.init", kind)
for kind in ("int", "A", "B"):
    print(type(B(kind)).__name__)
class C:
    def __init__(self): return 5
class D: pass
class E:
    def __new__(cls): return super().__new__(cls)
class F:
    def __init__(self, a): pass
class G(F):
    def __new__(cls, *a): return super().__new__(cls, *a)
for f in (lambda: C(), lambda: D(1), lambda: D(x=1), lambda: E(1), lambda: object(1), lambda: F(), lambda: G(1), lambda: object.__new__(), lambda: object.__new__(1), lambda: object.__new__(int), lambda: int.__new__(str), lambda: int.__new__(object), lambda: object.__new__(D, 1), lambda: object().__init__(1), lambda: D().__init__(2), lambda: list.__new__(int), lambda: type.__new__(type), lambda: tuple.__new__(), lambda: object.__init__(), lambda: str.__new__(bytes), lambda: dict.__new__(5), lambda: A.__new__()):
    try:
        print(type(f()).__name__)
    except TypeError as e:
        print(e)
class S(str):
    def __new__(cls, v): return super().__new__(cls, v.upper())
    def __init__(self, v): self.orig = v
s = S("abc")
print(s, s.orig, type(s).__name__, type(s + "x").__name__)
class T(tuple):
    def __new__(cls, *a): return tuple.__new__(cls, a)
print(T(1, 2), T.__new__(T))
class Single:
    inst = None
    def __new__(cls):
        if cls.inst is None: cls.inst = super().__new__(cls)
        return cls.inst
print(Single() is Single())
print(type(A.__dict__["__new__"]).__name__, type(A.__dict__["__init__"]).__name__)
def late(cls): 
    print("late new")
    return object.__new__(cls)
D.__new__ = late
print(type(D()).__name__)
del D.__new__
print(type(D()).__name__)
D.__init__ = lambda self, *a: print("late init", a)
D(1, 2) if False else D()
class Abs:
    __abstractmethods__ = frozenset(["f"])
try:
    Abs.__abstractmethods__ = frozenset(["f", "g"])
    Abs()
except TypeError as e:
    print(e)
Abs.__abstractmethods__ = ["one"]
try:
    Abs()
except TypeError as e:
    print(e)
del Abs.__abstractmethods__
print(type(Abs()).__name__)
