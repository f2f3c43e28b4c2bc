# match: mapping patterns.
def f(x):
    match x:
        case {'kind': 'a', 'value': v}: return f'a {v}'
        case {'kind': 'b', **rest}: return f'b {rest}'
        case {1: one, 2: two}: return f'{one} {two}'
        case {'n': {'m': [x, y]}}: return f'deep {x} {y}'
        case {None: n, True: t}: return f'{n} {t}'
        case {-1: m, 1.5: f, 'a' 'b': s, b'c': b}: return (m, f, s, b)
        case {}: return 'any mapping'
        case _: return 'no'
for x in ({'kind': 'a', 'value': 1}, {'kind': 'a'}, {'kind': 'b', 'x': 1, 'y': 2}, {1: 'i', 2: 'ii', 3: 'iii'}, {'n': {'m': (3, 4)}}, {None: 0, True: 1}, {-1: 1, 1.5: 2, 'ab': 3, b'c': 4}, {}, [], 5):
    print(f(x))
class M(dict):
    def __missing__(self, k): print('missing', k); return 5
    def get(self, k, d=None): print('get', k); return super().get(k, d)
print(f(M({'kind': 'b'})))
class K: KEY = 'key'
match {'key': 1}:
    case {K.KEY: v}: print(v)
class D:
    keys = lambda self: ['a']
    def __getitem__(self, k): return 1
print(f(D()))
d = {'a': 1, 'b': 2}
match d:
    case {'a': 1, **kw}: kw['c'] = 3; print(kw, d)
class K2: A = 'x'; B = 'x'
try:
    match {'x': 1}:
        case {K2.A: 1, K2.B: 2}: pass
except ValueError as e:
    print(e)
