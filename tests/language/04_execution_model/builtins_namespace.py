# __builtins__ of functions, replaced builtins, names that hide them.
import builtins
print(__builtins__ is builtins, (lambda: 0).__builtins__ is vars(builtins))
builtins.added = 'added'
print(added)
del builtins.added
try: added
except NameError as e: print(e)
ns = {'__builtins__': {'print': print, 'x': 5}}
exec('print(x)', ns)
try: exec('len', ns)
except NameError as e: print(e)
for b in ({}, builtins, None, 5):
    ns = {'__builtins__': b}
    try: exec('v = abs(-1)', ns); print(ns['v'])
    except Exception as e: print(type(e).__name__, e)
for code in ('class C: pass', 'import sys', 'assert 0'):
    try: exec(code, {'__builtins__': {}})
    except BaseException as e: print(type(e).__name__, e)
saved = builtins.abs
builtins.abs = lambda v: 'replaced'
def f(): return abs(-3)
print(f())
builtins.abs = saved
print(f())
print(__name__, __doc__, __debug__, __spec__)
