class A:
    """doc of A"""
    def __init__(self): self._x = 1
    @property
    def x(self):
        "the x"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    @property
    def ro(self): return 1
    w = property(None, lambda self, v: print("set", v), None, "write only")
    nothing = property()
a = A()
a.x = 5
print(a.x, A.x.__doc__, A.x.fget.__name__, A.x.fset.__name__, A.x.fdel.__name__, A.w.__doc__)
del a.x
for f in ("a.x", "a.w", "a.nothing"):
    try:
        print(eval(f))
    except AttributeError as e:
        print("AttributeError:", e)
def s(n, v=None):
    try:
        setattr(a, n, 1)
    except AttributeError as e:
        print("AttributeError:", e)
    try:
        delattr(a, n)
    except AttributeError as e:
        print("AttributeError:", e)
s("ro"); s("w"); s("nothing"); s("x")
p = property(lambda self: 1)
try:
    p.__get__(a)
    print(p.__get__(a), p.__get__(None, A) is p)
    p.__set__(a, 1)
except AttributeError as e:
    print(e)
class P(property):
    "own doc"
    def __get__(self, obj, owner=None):
        return ("sub", super().__get__(obj, owner))
class B:
    @P
    def y(self):
        "y doc"
        return 7
print(B().y, type(B.__dict__["y"]).__name__, B.__dict__["y"].__doc__)
q = B.__dict__["y"].setter(lambda s, v: None)
print(type(q).__name__, q.fset is not None)
print(A.x.__name__, p.__name__ if hasattr(p, "__name__") else None)
p2 = property(lambda s: 1, doc="given")
print(p2.__doc__)
p2.__doc__ = "changed"
print(p2.__doc__)
for n in ("fget", "fset"):
    try:
        setattr(p2, n, None)
    except AttributeError as e:
        print(e)
import_abstract = type("F", (), {"__isabstractmethod__": True, "__call__": lambda self: 1})()
print(property(import_abstract).__isabstractmethod__, p2.__isabstractmethod__)
class C:
    x = property(lambda self: self.missing)
    def __getattr__(self, n): return "got " + n
print(C().x)
print(isinstance(A.__dict__["x"], property), property.__doc__ is not None)
