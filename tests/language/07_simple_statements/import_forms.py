# import: forms, names bound, errors.
import sys, builtins as b
print(b.len is len, sys.__name__)
from builtins import len as length, print as p
p(length('abc'))
from sys import (maxsize, byteorder,)
print(maxsize > 0, byteorder)
def f():
    import sys as local
    from builtins import max
    return local is sys, max(1, 2)
print(f())
class C:
    import sys as inner
    from builtins import min
print(C.inner is sys, C.min(3, 4))
for code in ('import nothing', 'import nothing.at.all', 'from nothing import x', 'from sys import nothing', 'from . import x', 'from .a import b', 'from .. import c', 'import sys.path', 'from sys.path import x', 'from builtins import prnt', '__import__("")', '__import__("sys", level=-1)', '__import__(5)', '__import__("x", {"__package__": 5}, level=1)', '__import__("x", {}, level=1)', 'import builtins.x'):
    try: exec(code, {'__name__': '__main__'})
    except Exception as e: print(code, '->', type(e).__name__, e, getattr(e, 'name', None))
exec('from builtins import *', ns := {})
print('len' in ns, '__name__' in ns, '_' in ns)
print(__import__('sys') is sys, __import__('sys', fromlist=['path']) is sys)
sys.modules['fake'] = fake = type(sys)('fake')
fake.x = 1; fake._y = 2; fake.__all__ = ['x', '_y']
exec('from fake import *', ns := {})
print(sorted(k for k in ns if k != '__builtins__'))
fake.__all__ = ['missing']
try: exec('from fake import *', {})
except AttributeError as e: print(e)
fake.__all__ = [5]
try: exec('from fake import *', {})
except TypeError as e: print(e)
sys.modules['fake2'] = None
try: import fake2
except ImportError as e: print(type(e).__name__, e)
fake.__getattr__ = lambda n: n.upper()
from fake import dynamic
print(dynamic, fake.other)
def hook(name, *a): print('import', name, a[2:]); return 'M'
import fake as ff
ns = {'__builtins__': {'__import__': hook}}
exec('import a.b.c\nfrom d import lower as up\nimport e as f', ns)
print(ns['a'], ns['f'])
