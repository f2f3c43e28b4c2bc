class Empty: pass
class Doc:
    "doc"
    x = 1; y = 2
class Paren(): pass
class Expr((lambda: Doc)()): z = 3
bases = (Doc,)
class Star(*bases, **{}): pass
class One: x = 5
print(Empty(), Doc.__doc__, Paren.__bases__, Expr().x, Star.__mro__[1].__name__, One.x) if False else print(Doc.__doc__, Paren.__bases__, Expr().x, Star.__mro__[1].__name__, One.x)
class Loop:
    for i in range(3):
        exec(f"m{i} = {i} * 10")
    if i > 1: big = True
    else: big = False
    try: t = 1 / 0
    except ZeroDivisionError: t = "caught"
    with_value = [k for k in range(3)]
    def helper(n): return n * 2
    doubled = helper(21)
    del helper
print(Loop.m2, Loop.big, Loop.t, Loop.with_value, Loop.doubled, hasattr(Loop, "helper"), Loop.i)
x = "global"
class Scope:
    x = "class"
    y = x
    def m(self): return x
    z = (lambda: x)()
    w = [x for _ in [1]]
    v = [q for q in x][:1]
print(Scope.y, Scope().m(), Scope.z, Scope.w, Scope.v)
def func():
    x = "local"
    class Inner:
        y = x
        def m(self): return x
        x2 = x
    return Inner.y, Inner().m()
print(func())
def func2():
    class Inner:
        global made_global
        made_global = "yes"
        nl = 1
    return Inner
func2()
print(made_global)
def func3():
    v = 1
    class Inner:
        nonlocal v
        v = 2
    return v
print(func3())
class Self:
    try:
        me = Self
    except NameError as e:
        print(e)
    def get(self): return Self
print(Self().get() is Self)
class Priv:
    __x = 1
    def __m(self): return self.__x
    def call(self): return self.__m()
    class __Inner: pass
    def kw(self, __p=5): return __p
    _Priv__y = 7
    def y(self): return self.__y
    def __dunder__(self): return "ok"
print(Priv().call(), sorted(n for n in vars(Priv) if n.startswith("_Priv")), Priv().kw(), Priv().y(), Priv().kw(_Priv__p=6))
class Redef:
    def m(self): return 1
    def m(self): return 2
    m2 = m
print(Redef().m(), Redef().m2())
class Nested:
    class A:
        class B:
            v = "deep"
print(Nested.A.B.v)
class Prop:
    @property
    def a(self): return self._a
    @a.setter
    def a(self, v): self._a = v
p = Prop(); p.a = 3
print(p.a)
class Multi(Doc, One): pass
print(Multi.x, Multi.__mro__ == (Multi, Doc, One, object))
try:
    class Bad(Undefined): pass
except NameError as e:
    print(e)
try:
    class Bad2:
        raise ValueError("in body")
except ValueError as e:
    print(e, "Bad2" in globals())
class Doc3:
    x = 1
    "not a doc"
print(Doc3.__doc__)
class Uni_é: ñ = 1
print(Uni_é.ñ, Uni_é.__name__)
