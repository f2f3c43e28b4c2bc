# Functions, classes, decorators, type parameters, async.
def f(): pass
def f(a, b: int, /, c=1, *d: int, e, f: str = 'x', **g: dict) -> int: ...
def f(*, a): ...
def f(a, /): ...
def f(*args: *Ts): ...
def f[T, *Ts, **P](x: T = 1, *y, **z) -> Generator[T]:
    return
    return a, *b
    yield
    yield a, b
    yield from c
    x = yield
    x = yield y
    nonlocal q
    lambda: (yield)
@a
@b.c(d)
@e[f] + g
class C: pass
class C(): x
class C[T: int](A, *B, metaclass=M, **K):
    def m(self):
        return super().m()

    @property
    async def n(self):
        async with a as b, c: pass
        async with (a as b): pass
        async for x in y: pass
        else: pass
        await z
        return [await a async for a in b if await c]
def é(ñ): return ñ
class A:
    if True:

        def f(self): pass; x


    y = 1
