class M(type):
    def __instancecheck__(cls, o):
        print("instancecheck", cls.__name__, o)
        return o == 5
    def __subclasscheck__(cls, c):
        print("subclasscheck", cls.__name__, c)
        return []
class A(metaclass=M): pass
print(isinstance(5, A), isinstance(6, A), isinstance(A(), A), issubclass(int, A), issubclass(A, A))
print(isinstance(5, (str, A)), isinstance(6, (A, int)), issubclass(bool, (str, (float, int))), isinstance(1, ()))
class Fake:
    def __init__(self, *bases): self.__bases__ = bases
f1 = Fake(); f2 = Fake(f1)
print(issubclass(f2, f1), issubclass(f1, f2), isinstance(1, f1) if False else "")
class Inst:
    def __init__(self, c): self.__class__ = c if isinstance(c, type) else self.__class__
for f in (lambda: isinstance(1, 1), lambda: issubclass(1, int), lambda: issubclass(int, 1), lambda: isinstance(1, (int, 1)), lambda: isinstance("", (int, 1)), lambda: issubclass(int, (str, 1)), lambda: isinstance(1), lambda: issubclass(), lambda: isinstance(1, int, 3), lambda: isinstance(1, [int]), lambda: isinstance(1, "int"), lambda: isinstance(1, None)):
    try:
        print(f())
    except TypeError as e:
        print(e)
class Virtual:
    @property
    def __class__(self): return str
print(isinstance(Virtual(), str), isinstance(Virtual(), Virtual), issubclass(type(Virtual()), str))
class Obj:
    def __instancecheck__(self, o): return o == "yes"
    def __subclasscheck__(self, o): return o is int
print(isinstance("yes", Obj()), isinstance("no", Obj()), issubclass(int, Obj()), issubclass(str, Obj()))
t = int
for i in range(50): t = (t,)
print(isinstance(3, t))
class Raise(type):
    def __instancecheck__(cls, o): raise ValueError("check")
class R(metaclass=Raise): pass
try:
    isinstance(1, R)
except ValueError as e:
    print(e)
class SelfInst(metaclass=Raise): pass
print(isinstance(SelfInst(), SelfInst))
print(type.__instancecheck__(int, 3), type.__subclasscheck__(int, bool), int.__subclasscheck__(str), object.__subclasshook__(int))
class H:
    @classmethod
    def __subclasshook__(cls, c): return True
print(issubclass(int, H))
