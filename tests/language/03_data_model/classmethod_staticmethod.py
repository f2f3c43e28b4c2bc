class A:
    @classmethod
    def c(cls, *a): 
        "doc c"
        return cls.__name__, a
    @staticmethod
    def s(*a):
        "doc s"
        return a
    def m(self): return "m"
class B(A): pass
print(A.c(1), A().c(2), B.c(), B().c(), A.s(1), A().s(2))
print(type(A.__dict__["c"]), type(A.__dict__["s"]), A.c.__self__, A.c.__func__.__name__, B.c.__self__)
cm, sm = A.__dict__["c"], A.__dict__["s"]
print(cm.__name__, cm.__qualname__, cm.__doc__, cm.__wrapped__ is cm.__func__, cm.__module__)
print(sm.__name__, sm.__qualname__, sm.__doc__, sm(1, 2), sm.__wrapped__ is sm.__func__)
try:
    cm()
except TypeError as e:
    print(e)
print(repr(cm).split(" at ")[0], repr(sm).split(" at ")[0])
print(A.c, A().m.__func__ is A.m, A.m.__get__(5)())
print(cm.__get__(None, B)(), cm.__get__(B())(), sm.__get__(None, A)(1))
for f in (lambda: classmethod(), lambda: classmethod(1, 2), lambda: staticmethod(x=1), lambda: classmethod(5).__get__(None, A)(), lambda: classmethod(None)):
    try:
        print(repr(f())[:30])
    except TypeError as e:
        print(e)
cm.attr = 5
print(cm.attr, cm.__dict__.get("attr"), cm.__isabstractmethod__)
class C:
    f = classmethod(len)
    g = staticmethod(len)
    h = classmethod(property(lambda cls: 3))
print(C.g([1]))
try:
    C.f()
except TypeError as e:
    print(e)
print(type(C.h).__name__)
@staticmethod
def free(x=2): return x
print(free(), free.__defaults__ if hasattr(free, "__defaults__") else "none")
class D(classmethod):
    def __get__(self, o, t=None):
        return super().__get__(o, t)
class E:
    @D
    def z(cls): return cls
    @classmethod
    def __len__(cls): return 4
print(E.z(), len(E()))
class F(A):
    @classmethod
    def c(cls): return super().c(9)
    @staticmethod
    def s(): return super(F, F).s(8)
print(F.c(), F().c(), F.s())
