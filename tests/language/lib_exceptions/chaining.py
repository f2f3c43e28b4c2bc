# __cause__, __context__, __suppress_context__, raise from, bare raise.
def chain(e):
    out = []
    while e is not None:
        out.append(f'{type(e).__name__}({e})' + ('!' if e.__suppress_context__ else ''))
        e = e.__cause__ or e.__context__
    return ' <- '.join(out)
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise ValueError('v') from z
except ValueError as e:
    print(chain(e), e.__context__ is e.__cause__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError('v') from None
except ValueError as e:
    print(chain(e), e.__cause__, repr(e.__context__))
try:
    try:
        {}['k']
    finally:
        [][1]
except IndexError as e:
    print(chain(e))
try:
    raise ValueError from KeyError
except ValueError as e:
    print(repr(e.__cause__), e.__context__)
for bad in (5, 'x', object()):
    try:
        raise ValueError from bad
    except TypeError as e:
        print(e)
for bad in (5, 'x', None, object, int):
    try:
        raise bad
    except TypeError as e:
        print(e)
try:
    raise
except RuntimeError as e:
    print(e)
def reraise():
    raise
try:
    try:
        raise KeyError('k')
    except KeyError:
        reraise()
except KeyError as e:
    print('reraised', e, e.__context__)
a, b = ValueError('a'), ValueError('b')
try:
    try:
        raise a
    except ValueError:
        try:
            raise b
        except ValueError:
            raise a
except ValueError as e:
    print(e is a, a.__context__ is b, b.__context__)
e = ValueError()
for name in ('__cause__', '__context__'):
    for v in (5, KeyError(), None):
        try:
            setattr(e, name, v)
            print(name, repr(getattr(e, name)), e.__suppress_context__)
        except TypeError as err:
            print(err)
    try:
        delattr(e, name)
    except TypeError as err:
        print(err)
try:
    e.__suppress_context__ = 5
except TypeError as err:
    print(err)
class Bad(Exception):
    def __init__(self): raise KeyError('in init')
try:
    raise Bad
except KeyError as e:
    print(repr(e), e.__context__)
class NotExc(Exception):
    def __new__(cls): return 5
try:
    raise NotExc
except TypeError as e:
    print(e)
def gen():
    try:
        yield
    except ValueError:
        yield
g = gen(); next(g); g.throw(ValueError('in gen'))
try:
    raise KeyError('outside')
except KeyError as e:
    print(chain(e))
