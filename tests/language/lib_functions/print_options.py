# print: sep, end, file, flush, their errors, and what it calls.
import sys
print(); print(''); print(1, 'a', None, [1], sep=', ', end=';\n'); print('x', sep=None, end=None); print(*'abc', sep=''); print('a', end=''); print('b', end='')
print('\n', 'c')
class W:
    def __init__(self): self.calls = []
    def write(self, s): self.calls.append(s)
    def flush(self): self.calls.append('FLUSH')
w = W()
print('a', 1, file=w); print(file=w); print('x', 'y', sep='-', end='!', file=w, flush=True); print('z', file=w, flush=0)
print(w.calls)
for call in (lambda: print(1, sep=5), lambda: print(1, end=b'x'), lambda: print(1, file=5), lambda: print(1, foo=2), lambda: print(1, file=object())):
    try: call()
    except Exception as e: print(type(e).__name__, e)
class NoFlush:
    def write(self, s): pass
try: print('x', file=NoFlush(), flush=True)
except AttributeError as e: print(e)
class Bad:
    def __str__(self): raise KeyError('str')
try: print('before', Bad(), file=w)
except KeyError as e: print(w.calls[-2:])
class BadWrite:
    def write(self, s): raise OSError('disk full')
try: print('x', file=BadWrite())
except OSError as e: print(e)
old, sys.stdout = sys.stdout, w
print('captured')
sys.stdout = old
print(w.calls[-2:])
sys.stdout = None
print('nowhere')
sys.stdout = old
del sys.stdout
try: print('x')
except RuntimeError as e: sys.stdout = old; print(e)
class StrSub(str):
    def __str__(self): return 'from __str__'
print(StrSub('x'), [StrSub('y')])
class R:
    def __repr__(self): return 'repr only'
print(R(), str(R()), f'{R()}')
try: print('\ud800')
except UnicodeEncodeError as e: print(e)
print(print.__name__, print('') is None)
