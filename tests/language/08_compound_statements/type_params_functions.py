def f[T](x: T) -> T:
    return x
print(f(3), f.__type_params__, f.__annotations__)
T, = f.__type_params__
print(T.__name__, T, type(T), T.__bound__, T.__constraints__, T.__covariant__, T.__contravariant__, T.__infer_variance__)
def g[T: int, *Ts, **P](x: T, *a: *Ts) -> None: pass
print(g.__type_params__, [type(p).__name__ for p in g.__type_params__])
print(g.__type_params__[0].__bound__, g.__annotations__)
def h[T: (int, str)](): pass
print(h.__type_params__[0].__constraints__, h.__type_params__[0].__bound__)
def lazy[T: undefined]():
    return 1
print(lazy())
try:
    lazy.__type_params__[0].__bound__
except NameError as e:
    print(e)
undefined = float
print(lazy.__type_params__[0].__bound__)
def d[T = int, *Ts = *tuple[int, str], **P = [int]](): pass
print([p.__default__ for p in d.__type_params__], [p.has_default() for p in d.__type_params__])
print(f.__type_params__[0].has_default(), f.__type_params__[0].__default__)
def outer[T]():
    def inner[U](): return T, U
    return inner
print(outer()(), outer().__qualname__)
def deco(fn):
    print("deco", fn.__name__, fn.__type_params__)
    return fn
@deco
def decorated[T](a=print("default")): pass
def closure[T](x):
    def use(): return T
    return use()
print(closure(1))
f.__type_params__ = ()
print(f.__type_params__)
try:
    f.__type_params__ = []
except TypeError as e:
    print(e)
l = lambda: 1
print(l.__type_params__)
async def co[T](x: T): pass
print(co.__type_params__)
