# with: order of enter and exit, suppression, errors in each, targets of every kind.
class M:
    def __init__(self, name, swallow=False, enter=None, exit=None):
        self.name, self.swallow, self.enter, self.exit = name, swallow, enter, exit
    def __enter__(self):
        print('enter', self.name)
        if self.enter: raise self.enter
        return self.name
    def __exit__(self, t, v, tb):
        print('exit', self.name, t and t.__name__, v, tb is not None)
        if self.exit: raise self.exit
        return self.swallow
with M('a') as a, M('b') as b: print(a, b)
with (M('c') as c, M('d'),): print(c)
with M('e', swallow=True): raise ValueError('swallowed')
try:
    with M('f') as f, M('g', enter=KeyError('in enter')): print('no')
except KeyError as e: print(repr(e))
try:
    with M('h', exit=OSError('in exit')): raise ValueError('body')
except OSError as e: print(repr(e), repr(e.__context__))
with M('i', swallow=True), M('j', exit=TypeError('j')): raise ValueError('x')
class T: pass
t = T(); l = [0, 0]
with M('k') as t.attr, M('m') as l[1], M('xy') as (p, q): print(t.attr, l, p, q)
with M(('z', [1, 2])) as (z, [*y]): print(z, y)
def f():
    with M('ret'): return 'value'
print(f())
for i in range(3):
    with M(i):
        if i == 0: continue
        if i == 1: break
def g():
    with M('gen', swallow=True):
        yield 1
        yield 2
print(list(g()))
gg = g(); next(gg); gg.close()
class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
class Async:
    async def __aenter__(self): pass
    async def __aexit__(self, *a): pass
for bad in (NoExit(), NoEnter(), 5, Async()):
    try:
        with bad: pass
    except TypeError as e: print(e)
class Inst: pass
i = Inst(); i.__enter__ = lambda: 1; i.__exit__ = lambda *a: None
try:
    with i: pass
except TypeError as e: print(e)
class BadBool:
    def __enter__(self): return self
    def __exit__(self, *a): return self
    def __bool__(self): raise KeyError('bool')
try:
    with BadBool(): raise ValueError
except KeyError as e: print(repr(e), repr(e.__context__))
with BadBool(): pass
try:
    with M('unpack') as (a, b): pass
except ValueError as e: print(e)
class Arity:
    def __enter__(self): pass
    def __exit__(self): pass
try:
    with Arity(): pass
except TypeError as e: print(e)
