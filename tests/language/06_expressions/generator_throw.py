# throw: where it comes out, its forms, and what a finished or unstarted generator does.
def gen(log):
    try:
        yield 1
        yield 2
    except KeyError as e:
        log.append(repr(e))
        yield 'caught'
    finally:
        log.append('finally')

log = []
g = gen(log)
print(next(g), g.throw(KeyError('k')), log)
try:
    next(g)
except StopIteration:
    print(log)

g = gen([])
try:
    g.throw(ValueError('unstarted'))
except ValueError as e:
    print(e, e.__traceback__.tb_lineno)
print(list(g))

g = gen([])
next(g)
for bad in (1, 'x', object, None):
    try:
        g.throw(bad)
    except TypeError as e:
        print(e)
    except BaseException as e:
        print(type(e), e)

def sub():
    try:
        yield 'sub'
    except ZeroDivisionError:
        return 'from sub'

def outer():
    got = yield from sub()
    yield got

g = outer()
print(next(g), g.throw(ZeroDivisionError))
try:
    g.throw(ZeroDivisionError)
except ZeroDivisionError as e:
    print('out', repr(e))

