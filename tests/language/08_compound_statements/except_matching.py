# Which except clause takes what: classes, tuples, nested tuples, expressions, abstract checks.
class A(Exception): pass
class B(A): pass
class C(B, KeyError): pass
def which(e):
    try: raise e
    except (ZeroDivisionError, C): return 'C'
    except B: return 'B'
    except LookupError: return 'lookup'
    except (A,): return 'A'
    except BaseException: return 'base'
print([which(e) for e in (A(), B(), C(), KeyError(), IndexError(), KeyboardInterrupt(), A, C)])
class Meta(type):
    def __instancecheck__(cls, o): print('instancecheck'); return True
    def __subclasscheck__(cls, o): print('subclasscheck'); return True
class Fake(Exception, metaclass=Meta): pass
try:
    try: raise ValueError('not fake')
    except Fake: print('matched')
except ValueError as e: print(e)
def classes(): print('evaluated'); return (KeyError, ValueError)
try: raise ValueError
except classes(): print('by call')
try: pass
except undefined_name: pass
else: print('never evaluated')
try:
    try: raise KeyError('k')
    except undefined_name: pass
except NameError as e: print(e, repr(e.__context__))
for bad in (int, 5, 'x', None, (KeyError, int), [KeyError], ((KeyError,), ValueError), ()):
    try:
        try: raise ValueError('v')
        except bad: print('caught by', bad)
    except TypeError as e: print(e)
    except ValueError as e: print('not caught', bad)
e = 'outer'
try: raise KeyError
except KeyError as e: pass
print('e' in globals())
def rebind():
    try: raise KeyError(1)
    except KeyError as err:
        err = 'rebound'
    try: err
    except UnboundLocalError as u: return str(u)
print(rebind())
def nested_names():
    try: raise ValueError('1')
    except ValueError as e:
        try: raise KeyError('2')
        except KeyError as e: print(repr(e))
        try: e
        except UnboundLocalError as u: print(u)
nested_names()
class O: pass
def ref():
    o = O()
    try: raise ValueError(o)
    except ValueError as e: saved = e.args[0] is o
    return saved
print(ref())
