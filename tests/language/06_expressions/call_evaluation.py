# Calls: what is evaluated when, errors of binding, unpacking in the middle.
def log(x): print(x, end=' '); return x
def f(*a, **k): print(); return a, k
print(log(f)(log(1), *log([2, 3]), log(4), a=log(5), **log({'b': 6}), c=log(7)))
for call in ('f2(1)', 'f2(1, 2, 3)', 'f2(1, b=2, c=3)', 'f2(1, a=2)', 'f2(b=1)', 'f2(*[1], *[2, 3])', 'f2(**{"a": 1}, **{"a": 2})', 'f2(*5)', 'f2(**5)', 'f2(**{5: 1})', 'f2(1, 2, **{"b": 3})', 'f3()', 'f3(1, 2)', 'f3(1, k=2, z=3)', 'f4(x=1)', 'f4(1, 2)', 'len()', 'len(1, 2)', 'len(x=1)', 'int(1, 2, 3)', '5()', '"s"()', 'None()', 'f2.x()', 'print(*None)', 'dict(**[1])', 'f2(*1)', 'max()', 'isinstance(1)', 'f5(1, 2, 3, 4)', 'f5()'):
    def f2(a, b): return a, b
    def f3(a, *, k): return a, k
    def f4(x, /): return x
    def f5(a, b=1, c=2): return a, b, c
    try: print(call, '->', eval(call))
    except (TypeError, AttributeError) as e: print(call, '->', e)
class It:
    def __iter__(self): print('iter', end=' '); return iter((1, 2))
class Map:
    def keys(self): print('keys', end=' '); return ['p', 'q']
    def __getitem__(self, k): print('get', k, end=' '); return k * 2
print(f(*It(), **Map()))
class BadMap:
    keys = 5
    def __getitem__(self, k): return k
try: f(**BadMap())
except TypeError as e: print(e)
class RaisingIter:
    def __iter__(self): raise KeyError('in iter')
try: f(*RaisingIter())
except KeyError as e: print(repr(e))
def g(a, b, c): return a, b, c
print(g(*'ab', c='c'), g(**{'a': 1, 'b': 2, 'c': 3}), g(1, *(), *[2], **{}, c=3))
print((lambda *a: a)(*range(3), *'ab', *{1: 2}), (lambda **k: k)(**{'x': 1}, y=2, **{'z': 3}))
