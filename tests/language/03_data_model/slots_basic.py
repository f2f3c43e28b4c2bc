class A:
    __slots__ = ("x", "y")
a = A()
a.x = 1
print(a.x, A.x, type(A.x).__name__)
for f in ("a.y", "a.z", "a.__dict__", "A.__dict__['x'].__get__(5)"):
    try:
        print(eval(f))
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
for s in ("a.z = 1", "del a.y", "del a.z", "a.__weakref__"):
    try:
        exec(s)
    except AttributeError as e:
        print("AttributeError", e)
del a.x
print(hasattr(a, "x"), A.__slots__)
class B(A): pass
b = B(); b.x = 2; b.z = 3
print(b.__dict__, b.x)
class C(A):
    __slots__ = "single"
c = C(); c.single = 1; c.x = 4
print(c.single, c.x, hasattr(c, "__dict__"))
class D:
    __slots__ = ("__dict__", "q")
d = D(); d.q = 1; d.r = 2
print(d.__dict__, d.q)
class E:
    __slots__ = {"a": "doc of a", "b": None}
print(E.__slots__, sorted(n for n in E.__dict__ if not n.startswith("__")), E.a.__doc__)
class F:
    __slots__ = ["__private", "_F__other"]
    def __init__(self): self.__private = 1
print(F()._F__private, sorted(n for n in F.__dict__ if "_F" in n))
for ns in [{"__slots__": ("a", "a")}, {"__slots__": ("a",), "a": 1}, {"__slots__": (1,)}, {"__slots__": "1x"}, {"__slots__": 5},
           {"__slots__": ("__dict__", "__dict__")}, {"__slots__": ("__weakref__", "__weakref__")}, {"__slots__": ""}, {"__slots__": ("x y",)}]:
    try:
        print(sorted(k for k in type("T", (), ns).__dict__))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
for base in (int, tuple, bytes, str, list):
    try:
        print(type("T", (base,), {"__slots__": ("a",)}).__name__)
    except TypeError as e:
        print(e)
for base in (int, list):
    t = type("T", (base,), {"__slots__": ()})
    try:
        t().a = 1
    except AttributeError as e:
        print(e)
class G:
    __slots__ = ()
class H(A, G):
    __slots__ = ()
class I:
    __slots__ = ("i",)
try:
    class J(A, I): pass
except TypeError as e:
    print(e)
class K(D):
    __slots__ = ()
print(K().__dict__)
try:
    class L(D): __slots__ = ("__dict__",)
except TypeError as e:
    print(e)
