# sys.unraisablehook with its argument, sys.excepthook called by hand.
import sys
class D:
    def __del__(self): raise ValueError('in del')
def hook(u):
    print(u.exc_type, u.exc_value, u.err_msg, u.object.__name__, u.exc_traceback.tb_frame.f_code.co_name)
sys.unraisablehook = hook
D()
def gen():
    try:
        yield
    finally:
        raise KeyError('in finally')
def hook2(u):
    print(repr(u.exc_value), u.err_msg, type(u.object).__name__)
sys.unraisablehook = hook2
g = gen(); next(g); del g
class Stay:
    def __init__(self): self.seen = []
    def write(self, text): self.seen.append(text)
    def flush(self): pass
old, sys.stderr = sys.stderr, Stay()
def bad(u): raise OSError('hook failed')
sys.unraisablehook = bad
D()
sys.unraisablehook = sys.__unraisablehook__
D()
seen, sys.stderr = sys.stderr, old
print(''.join(seen.seen).replace(__file__, 'FILE').split(' at 0x')[0].split('<')[0])
sys.stderr = Stay()
try:
    1 / 0
except ZeroDivisionError:
    sys.excepthook(*sys.exc_info())
seen, sys.stderr = sys.stderr, old
print(''.join(seen.seen).replace(__file__, 'FILE'))
try:
    sys.excepthook(1)
except TypeError as e:
    print(e)
print(sys.excepthook is sys.__excepthook__, sys.excepthook.__name__)
