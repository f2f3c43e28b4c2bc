# async with: order, suppression, several managers, errors.
def run(co):
    try:
        while True:
            co.send(None)
    except StopIteration as e:
        return e.value
class M:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    async def __aenter__(self):
        print('enter', self.name)
        return self.name
    async def __aexit__(self, *exc):
        print('exit', self.name, exc[0] and exc[0].__name__, exc[1])
        return self.swallow
async def f():
    async with M('a') as a, M('b') as b:
        print(a, b)
    async with (M('c', True) as c, M('d')):
        raise ValueError(c)
    try:
        async with M('e'):
            raise KeyError('k')
    except KeyError as e:
        print(repr(e))
    for i in range(3):
        async with M(i):
            if i == 1: break
            continue
    async with M('ret'):
        return 'returned'
print(run(f()))
class Sync:
    def __enter__(self): pass
    def __exit__(self, *a): pass
async def g():
    async with Sync(): pass
try:
    run(g())
except TypeError as e:
    print(e)
async def g():
    with M('x'): pass
try:
    run(g())
except TypeError as e:
    print(e)
class Half:
    async def __aenter__(self): pass
async def g():
    async with Half(): pass
try:
    run(g())
except TypeError as e:
    print(e)
class NotAwaitable:
    def __aenter__(self): return 1
    async def __aexit__(self, *a): pass
async def g():
    async with NotAwaitable(): pass
try:
    run(g())
except TypeError as e:
    print(e)
class NotAwaitable2:
    async def __aenter__(self): return 1
    def __aexit__(self, *a): return 2
async def g():
    async with NotAwaitable2(): pass
try:
    run(g())
except TypeError as e:
    print(e)
