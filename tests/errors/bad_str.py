# Exceptions whose text cannot be made.
import sys
class A(Exception):
    def __str__(self): raise KeyError
class B(Exception):
    def __str__(self): return 5
class C(Exception):
    def __str__(self): return ''
class D(Exception):
    def __str__(self): return 'two\nlines'
class E(Exception):
    class Inner(Exception): pass
for e in (A(), B(), C(), D(), E.Inner('nested'), Exception(), Exception(None), Exception('a', 1), KeyError('k'), StopIteration(), OSError(1, 'x'), Exception('ends\n')):
    try:
        raise e
    except Exception:
        sys.excepthook(*sys.exc_info())
raise A
