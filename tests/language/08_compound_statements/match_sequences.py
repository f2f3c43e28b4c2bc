# match: sequence patterns.
def f(x):
    match x:
        case []: return 'empty'
        case [a]: return f'one {a}'
        case [1, 2, *rest]: return f'12 {rest}'
        case [first, *_, last] if first == last: return f'same ends {first}'
        case (a, [b, *c], d): return f'nested {a} {b} {c} {d}'
        case [*_, 'end']: return 'ends'
        case [int() | float() as n, str(s)]: return f'{n} {s}'
        case [_, _, *rest]: return f'two and {rest}'
        case _: return 'no'
for x in ([], (), [5], [1, 2], [1, 2, 3, 4], [7, 8, 7], (1, (2, 3), 4), ['x', 'y', 'end'], [1.5, 's'], range(3), 'ab', b'ab', {1, 2}, {1: 2}, (i for i in ()), bytearray(b'ab'), [[1, 2]], memoryview(b'abc')):
    print(type(x).__name__, f(x))
import builtins
class L(list): pass
print(f(L([1, 2, 9])))
class Seq:
    def __len__(self): return 2
    def __getitem__(self, i): return i
print(f(Seq()))
match [1, [2, [3, [4]]]]:
    case [a, [b, [c, [d]]]]: print(a, b, c, d)
match [1, 2, 3]:
    case [a, b]: print('two')
    case [a, b, c, *d]: print(a, b, c, d)
match 'abc':
    case [*x]: print('sequence')
    case str(x): print('str', x)
class Counting(list):
    def __len__(self): print('len'); return super().__len__()
    def __getitem__(self, i): print('get', i); return super().__getitem__(i)
    def __iter__(self): print('iter'); return super().__iter__()
match Counting([1, 2, 3]):
    case [1, _, 4]: print('no')
    case [x, *y, 3]: print(x, y)
match [1, 2, 3, 4]:
    case [_, *middle, _]: print(middle)
match (1, 2):
    case a, b: print(a, b)
match [5]:
    case (a): print('group', a)
match [5]:
    case (a,): print('tuple', a)
