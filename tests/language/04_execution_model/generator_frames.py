# Names, exceptions and blocks in suspended frames.
def g():
    try:
        with open('/dev/null') as f:
            for i in range(3):
                try:
                    got = yield i
                    if got: raise got
                except ValueError as e:
                    yield ('caught', str(e))
                finally:
                    yield ('finally', i)
    except KeyError as e:
        yield ('key', str(e))
    finally:
        print('closed', f.closed)
it = g()
print(next(it), it.send(ValueError('v')), next(it), next(it), it.send(KeyError('k')), next(it), list(it))
def nested(n):
    if n:
        for x in nested(n - 1): yield x + 1
    yield 0
print(sum(nested(50)))
def twice():
    g = inner()
    next(g)
    try: yield from g
    finally: print('outer done')
def inner():
    try:
        yield 1
        yield 2
    finally: print('inner done')
print(list(twice()))
t = twice(); print(next(t)); t.close()
def ret():
    try: return (yield 1)
    finally: print('fin')
r = ret(); next(r)
try: r.send('value')
except StopIteration as e: print(e.value)
def swap(a, b):
    while True: a, b = b, (yield a)
s = swap(1, 2); print(next(s), s.send(3), s.send(4), s.send(5))
import sys
def depth():
    f = sys._getframe(); n = 0
    while f: n += 1; f = f.f_back
    yield n
    yield n
d = depth(); print(next(d), [next(d)])
