# A StopIteration that leaves a generator's body becomes a RuntimeError.
def g():
    yield 1
    raise StopIteration('inside')
it = g()
next(it)
try:
    next(it)
except RuntimeError as e:
    print(e, repr(e.__cause__), e.__cause__ is e.__context__, e.__suppress_context__)

def h():
    yield next(iter([]))
try:
    list(h())
except RuntimeError as e:
    print(e, repr(e.__cause__))

try:
    list(next(iter([])) for _ in range(2))
except RuntimeError as e:
    print(e)

async def co():
    raise StopIteration
try:
    co().send(None)
except RuntimeError as e:
    print(e)
async def ag():
    raise StopAsyncIteration
    yield
try:
    ag().__anext__().send(None)
except RuntimeError as e:
    print(e, repr(e.__cause__))
async def ag():
    raise StopIteration
    yield
try:
    ag().__anext__().send(None)
except RuntimeError as e:
    print(e)

def t():
    try:
        yield
    except StopIteration:
        print('caught inside')
        yield 'ok'
x = t()
next(x)
print(x.throw(StopIteration))
def thrown():
    yield
x = thrown()
next(x)
try:
    x.throw(StopIteration('thrown'))
except RuntimeError as e:
    print(e, repr(e.__cause__))
