# What a type parameter's scope may see.
class Outer:
    x = "class"
    def f[T: x](self): return T
    type A = x
    def g[T](self, a: x): pass
print(Outer().f().__bound__, Outer.A.__value__, Outer.g.__annotations__)
x = "global"
def fn():
    x = "local"
    def inner[T: x](): return T
    return inner().__bound__
print(fn())
class Priv:
    def m[__T](self): return __T
print(Priv().m(), Priv.m.__type_params__[0].__name__)
def shadow[T](T): return T
print(shadow(3))
T = "module"
def nested[T]():
    def inner():
        return T
    return inner()
print(nested(), T)
def generic_default[T](a=T): return a
print(generic_default())
class K[T]:
    a = T
    T = 5
    b = T
print(K.a, K.b)
for src in ("def f[T, T](): pass", "def f[T](): nonlocal T", "class C[T=int, U]: pass", "def f[T: (yield)](): pass", "def f[T: (x := 1)](): pass",
            "type X = (yield)", "type X = await y", "class C[T](x := 3): pass", "def f[]: pass", "type X[T] = (y := T)", "def f[*T: int](): pass", "def f[**P: int](): pass",
            "lambda[T]: 1", "def f[T=*int](): pass"):
    try:
        exec(src)
        print("ok", src)
    except SyntaxError as e:
        print(type(e).__name__, e.msg)
