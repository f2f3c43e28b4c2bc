# match: class patterns, __match_args__, builtins with one argument, errors.
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
class Sub(P): pass
def f(v):
    match v:
        case P(0, 0): return 'origin'
        case P(x, y=0): return f'on x {x}'
        case P(x=0): return 'on y'
        case Sub(x, y): return f'sub {x} {y}'
        case P(x, y): return f'{x} {y}'
        case int(n) | float(n): return f'number {n}'
        case str(s): return f'str {s}'
        case list([a, *_]): return f'list {a}'
        case tuple((a, b)): return f'tuple {a} {b}'
        case dict({'k': v}): return f'dict {v}'
        case bool(): return 'bool'
        case set(s): return sorted(s)
        case bytes(b) | bytearray(b): return b
        case frozenset(): return 'frozen'
        case type(): return 'class'
        case object(real=r): return r
        case _: return 'no'
for v in (P(0, 0), P(3, 0), P(0, 4), Sub(1, 2), P(5, 6), 7, 2.5, True, 's', [1, 2], (1, 2), (1,), {'k': 3}, {1, 2}, b'b', bytearray(b'q'), frozenset(), int, 3j, None):
    print(f(v))
class NoArgs: pass
class BadArgs: __match_args__ = ['x']
class BadItem: __match_args__ = (1,)
class Dup: __match_args__ = ('x', 'y'); x = y = 1
tests = (('NoArgs(1)', NoArgs()), ('BadArgs(1)', BadArgs()), ('BadItem(1)', BadItem()), ('P(1, 2, 3)', P(1, 2)), ('Dup(1, x=1)', Dup()), ('int(1, 2)', 5), ('five()', 5), ('P(1, x=1)', P(1, 1)))
five = 5
for text, v in tests:
    try:
        exec(f'match v:\n case {text}: print("matched")\n case _: print("nothing", {text!r})')
    except TypeError as e:
        print(text, '->', e)
class Meta(type):
    def __instancecheck__(cls, o): print('instancecheck', o); return o == 5
class Fake(metaclass=Meta): pass
match 5:
    case Fake(): print('is Fake')
class A:
    def __getattr__(self, n):
        print('getattr', n)
        if n == 'bad': raise KeyError(n)
        raise AttributeError(n)
match A():
    case A(missing=1): print('no')
    case A(): print('A')
try:
    match A():
        case A(bad=1): pass
except KeyError as e:
    print(repr(e))
match P(P(1, 2), [P(3, 4)]):
    case P(P(a, b), [P(x=c, y=d)]): print(a, b, c, d)
