# Generators, comprehensions, coroutines and async generators in tracebacks.
import sys
def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
def g():
    yield 1
    yield 1 / 0
def outer():
    yield from g()
async def co(): return 1 / 0
async def aw(): return await co()
async def ag():
    yield 1
    raise ValueError('ag')
async def loop():
    async for x in ag():
        pass
show(lambda: list(g()))
show(lambda: list(outer()))
show(lambda: [x for x in outer()])
show(lambda: [1 / x for x in (1, 0)])
show(lambda: {x: 1 / x for x in (1, 0)})
show(lambda: list(1 / x for x in (1, 0)))
show(lambda: sum(x for x in g()))
show(lambda: aw().send(None))
show(lambda: loop().send(None))
def t():
    it = g()
    next(it)
    it.throw(KeyError('thrown'))
show(t)
def st():
    def s():
        yield 1
        raise StopIteration('x')
    list(s())
show(st)
