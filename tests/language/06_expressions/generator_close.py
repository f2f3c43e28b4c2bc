# close: GeneratorExit, finally, a value that is returned, and a generator that refuses.
def plain():
    try:
        yield 1
    except GeneratorExit:
        print('exit')
        raise
    finally:
        print('finally')

g = plain()
next(g)
print(g.close())
print(g.close())

def returns():
    try:
        yield 1
    except GeneratorExit:
        return 'value'

g = returns()
next(g)
print(g.close())
g = returns()
print(g.close())

def refuses():
    try:
        yield 1
    except GeneratorExit:
        yield 2

g = refuses()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)

def raises():
    try:
        yield 1
    finally:
        raise KeyError('in close')

g = raises()
next(g)
try:
    g.close()
except KeyError as e:
    print(repr(e), repr(e.__context__))

def inner():
    try:
        yield 1
    finally:
        print('inner closed')

def outer():
    try:
        yield from inner()
    finally:
        print('outer closed')

g = outer()
next(g)
del g
g = outer()
next(g)
g.close()

class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def close(self): print('It.close')

def over():
    yield from It()
g = over()
next(g)
g.close()
class Bad(It):
    def close(self): raise ValueError('bad close')
def over():
    yield from Bad()
g = over()
next(g)
try:
    g.close()
except ValueError as e:
    print(e)
