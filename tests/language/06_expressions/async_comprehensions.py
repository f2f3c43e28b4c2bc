# Asynchronous comprehensions and generator expressions, nested in each other and in sync ones.
def run(co):
    try:
        while True: co.send(None)
    except StopIteration as e: return e.value
class Pause:
    def __await__(self): yield
async def arange(n):
    for i in range(n):
        await Pause()
        yield i
async def sq(x): await Pause(); return x * x
async def main():
    print([x async for x in arange(4)])
    print({x async for x in arange(3)}, {x: await sq(x) async for x in arange(3)})
    print([await sq(x) for x in range(4)], [await sq(x) for x in range(4) if await sq(x) > 1])
    print([x async for x in arange(5) if x % 2])
    print([(x, y) async for x in arange(2) for y in 'ab'], [(x, y) for x in 'ab' async for y in arange(2)])
    print([[y async for y in arange(x)] async for x in arange(3)], [[y async for y in arange(x)] for x in range(3)])
    g = (x async for x in arange(3))
    print(type(g).__name__, await anext(g), [x async for x in g])
    h = (await sq(x) for x in range(3))
    print(type(h).__name__, [x async for x in h])
    print(sum([x async for x in arange(5)]), *[x async for x in arange(2)], max([await sq(x) for x in (1, 2)]))
    try: [x for x in arange(2)]
    except TypeError as e: print(e)
    try: [x async for x in range(2)]
    except TypeError as e: print(e)
    try: list(x async for x in arange(2))
    except TypeError as e: print(e)
    async def raising():
        yield 1
        raise KeyError('in agen')
    try: [x async for x in raising()]
    except KeyError as e: print(repr(e))
    return 'end'
try: print(run(main()))
except SyntaxError as e: print(e)
