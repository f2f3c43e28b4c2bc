# Exceptions in __str__ and __repr__ of exceptions and their arguments.
class BadStr(Exception):
    def __str__(self): raise KeyError('in str')
try:
    str(BadStr())
except KeyError as e:
    print(repr(e))
class NotStr(Exception):
    def __str__(self): return 5
    def __repr__(self): return None
for f in (str, repr):
    try:
        f(NotStr())
    except TypeError as e:
        print(e)
class BadArg:
    def __repr__(self): raise OSError('repr of arg')
    __str__ = __repr__
for f in (str, repr):
    try:
        f(Exception(BadArg()))
    except OSError as e:
        print(e)
try:
    raise BadStr
except BadStr as e:
    print(type(e).__name__)
e = Exception()
e.args = (e,)
try:
    print(repr(e))
except RecursionError as error:
    print(error)
try:
    print(str(e))
except RecursionError as r:
    print('RecursionError')
def f():
    try:
        raise ValueError('a')
    except ValueError as e:
        e.__context__ = e
        return e
e = f()
print(e.__context__ is e)
e.__context__ = None
a, b = ValueError('a'), ValueError('b')
a.__context__, b.__context__ = b, a
try:
    try:
        raise a
    except ValueError:
        raise KeyError('c')
except KeyError as k:
    print(repr(k.__context__), repr(k.__context__.__context__))
a.__context__ = None
