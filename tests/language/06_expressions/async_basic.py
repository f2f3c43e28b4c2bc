# Coroutines driven by hand.
class Future:
    def __init__(self, name): self.name = name
    def __await__(self):
        got = yield self.name
        return ('result of', self.name, got)

async def inner(n):
    return await Future(n)

async def main():
    a = await inner('one')
    b = await Future('two')
    return [a, b]

def run(co):
    value = None
    while True:
        try:
            asked = co.send(value)
        except StopIteration as e:
            return e.value
        print('asked', asked)
        value = asked.upper()

print(run(main()))
co = main()
print(type(co).__name__, co.__name__, co.__qualname__, co.cr_running, co.cr_suspended, co.cr_await, co.cr_origin)
co.send(None)
print(co.cr_await.__name__, co.cr_suspended, co.cr_frame.f_lineno, co.cr_code.co_name)
try:
    co.throw(KeyError('x'))
except KeyError as e:
    print(repr(e))
try:
    co.send(None)
except RuntimeError as e:
    print(e)
print(co.cr_frame, co.close())
co = main()
co.close()
try:
    co.send(None)
except RuntimeError as e:
    print(e)
for bad in (1, 'x', None, [], (i for i in ())):
    async def f(): await bad
    try:
        f().send(None)
    except TypeError as e:
        print(e)
class NotIter:
    def __await__(self): return 5
async def f(): await NotIter()
try:
    f().send(None)
except TypeError as e:
    print(e)
class Coro:
    def __await__(self): return inner('q')
async def f(): await Coro()
try:
    f().send(None)
except TypeError as e:
    print(e)
try:
    for x in main(): pass
except TypeError as e:
    print(e)
co = main()
it = co.__await__()
print(type(it).__name__, iter(it) is it, next(it))
try:
    it.send('a'); it.send('b')
except StopIteration as e:
    print(e.value)
async def w():
    co = main()
    co.send(None)
    try:
        await co
    finally:
        co.close()
try:
    w().send(None)
except RuntimeError as e:
    print(e)
