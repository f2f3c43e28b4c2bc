# Asynchronous generators: anext, asend, athrow, aclose, async for, comprehensions.
def run(co):
    try:
        while True:
            co.send(None)
    except StopIteration as e:
        return e.value

class Pause:
    def __await__(self):
        yield

async def counter(n):
    try:
        for i in range(n):
            await Pause()
            got = yield i
            if got:
                print('got', got)
    finally:
        await Pause()
        print('cleanup')

async def main():
    async for x in counter(2):
        print(x)
    else:
        print('else')
    g = counter(5)
    print(await anext(g), await g.asend(None), await g.asend('hello'))
    try:
        await g.athrow(ValueError('v'))
    except ValueError as e:
        print('ValueError', e)
    g = counter(5)
    await g.__anext__()
    print(await g.aclose(), await g.aclose())
    try:
        await anext(g)
    except StopAsyncIteration as e:
        print(repr(e))
    print(await anext(g, 'default'))
    print([x async for x in counter(3)], {x async for x in counter(2)}, {x: 1 async for x in counter(2)})
    print([x + y async for x in counter(2) for y in (10, 20) if x])
    gen = (x * 2 async for x in counter(3))
    print(type(gen).__name__, [v async for v in gen])
    print([await c for c in [one(), one()]])
    print(type(aiter(gen)) is type(gen))

async def one():
    return 1
run(main())
g = counter(1)
print(g.ag_running, g.ag_frame is None, g.ag_await, g.ag_code.co_name, g.__name__, g.__qualname__)
a = g.__anext__()
print(type(a).__name__, type(g.asend(1)).__name__, type(g.athrow(ValueError)).__name__, type(g.aclose()).__name__)
a.send(None)
print(g.ag_running, type(g.ag_await).__name__)
b = g.__anext__()
try:
    b.send(None)
except RuntimeError as e:
    print(e)
try:
    a.send(None)
except StopIteration as e:
    print('value', e.value)
try:
    a.send(None)
except RuntimeError as e:
    print(e)
c = g.aclose()
try:
    c.send(None); c.send(None)
except StopIteration:
    print('closed')
for bad in (5, [1]):
    async def f():
        async for x in bad: pass
    try:
        run(f())
    except TypeError as e:
        print(e)
for f in (aiter, anext):
    try:
        f(5)
    except TypeError as e:
        print(e)
class BadIter:
    def __aiter__(self): return 5
class BadNext:
    def __aiter__(self): return self
    def __anext__(self): return 5
for bad in (BadIter(), BadNext()):
    async def f():
        async for x in bad: pass
    try:
        run(f())
    except TypeError as e:
        print(e)
