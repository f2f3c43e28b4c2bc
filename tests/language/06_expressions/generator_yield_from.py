# yield from: delegation of send, throw and return values, over every kind of iterable.
def inner(name):
    got = []
    while True:
        try:
            x = yield name
        except ValueError as e:
            got.append(('ValueError', e.args))
            continue
        if x == 'stop':
            return got
        got.append(x)

def outer():
    a = yield from inner('a')
    b = yield from inner('b')
    return a, b

def top():
    result = yield from outer()
    print('result', result)

g = top()
print(next(g), g.send(1), g.throw(ValueError('v')), g.send('stop'), g.send(2))
try:
    g.send('stop')
except StopIteration as e:
    print('end', e.value)

def many():
    yield from [1, 2]
    yield from 'ab'
    yield from {3: 4}
    yield from range(2)
    yield from (x * x for x in (5, 6))
    r = yield from ()
    yield r
print(list(many()))

def bad():
    yield from 5
try:
    list(bad())
except TypeError as e:
    print(e)

class NoSend:
    def __iter__(self): return self
    def __next__(self): return 0
def f():
    yield from NoSend()
g = f()
next(g)
try:
    g.send(1)
except AttributeError as e:
    print(e)
g = f()
next(g)
try:
    g.throw(KeyError('x'))
except KeyError as e:
    print(repr(e))

class WithValue:
    def __iter__(self): return self
    def __next__(self): raise StopIteration('val')
def f():
    print((yield from WithValue()))
print(list(f()))

def lam():
    f = lambda: (yield from (1, 2))
    yield from f()
print(list(lam()))
