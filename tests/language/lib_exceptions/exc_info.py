# sys.exc_info and sys.exception in handlers, nested, in generators and finally.
import sys
print(sys.exc_info(), sys.exception())
try:
    1 / 0
except ZeroDivisionError as e:
    print(sys.exc_info()[0], sys.exception() is e, sys.exc_info()[1] is e)
    try:
        [][0]
    except IndexError as i:
        print(repr(sys.exception()), repr(i.__context__))
    print(repr(sys.exception()))
    def f(): return repr(sys.exception())
    print(f())
print(sys.exception())
def gen():
    try:
        yield repr(sys.exception())
        raise KeyError('in gen')
    except KeyError:
        yield repr(sys.exception())
    yield repr(sys.exception())
try:
    raise ValueError('outer')
except ValueError:
    g = gen()
    print(next(g), next(g), repr(sys.exception()), next(g))
g = gen()
print(next(g), next(g), sys.exception(), next(g))
try:
    try:
        raise OSError('x')
    finally:
        print('finally', repr(sys.exception()))
except OSError:
    pass
class CM:
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        print('exit', t, repr(sys.exception()))
        return True
with CM():
    raise TypeError('t')
with CM(): pass
print(sys.exception())
def f():
    try:
        raise ValueError('a')
    except ValueError:
        return repr(sys.exception())
print(f(), sys.exception())
for i in range(2):
    try:
        raise KeyError(i)
    except KeyError:
        continue
print(sys.exception())
try:
    raise ExceptionGroup('g', [ValueError(1)])
except* ValueError:
    print(repr(sys.exception()))
