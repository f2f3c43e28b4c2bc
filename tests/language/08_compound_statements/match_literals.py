# match: literals, values, captures, wildcard, or, guards.
def f(x):
    match x:
        case 0: return 'zero'
        case 1 | 2 | 3: return 'small'
        case -5: return 'minus five'
        case 1.5: return 'float'
        case 2 + 3j: return 'complex'
        case 'a' 'b': return 'str'
        case b'x': return 'bytes'
        case None: return 'None'
        case True: return 'True'
        case str() as s if len(s) > 3: return f'long {s}'
        case int(n) if n > 100: return f'big {n}'
        case _: return 'other'
for x in (0, 1, 3, -5, 1.5, 2 + 3j, 'ab', b'x', None, True, False, 'long one', 'sho', 101, 50, [], 0.0, 1 + 0j):
    print(repr(x), f(x))
class Color:
    RED = 'red'
    class Deep:
        BLUE = 'blue'
def v(x):
    match x:
        case Color.RED: return 1
        case Color.Deep.BLUE: return 2
        case other: return other
print(v('red'), v('blue'), v('green'))
class Eq:
    def __eq__(self, o): print('eq', o); return True
match Eq():
    case 5: print('matched 5')
match Eq():
    case None: print('no')
    case True: print('no')
    case _: print('identity only')
match 1, 2:
    case 1, y: print('tuple', y)
match (x := 5):
    case 5: print(x)
match = 1; case = 2; _ = 3
print(match, case, _)
match match:
    case case: print(case)
match x, :
    case (y,): print(y)
for i in range(3):
    match i:
        case 1: continue
        case 2: break
    print(i)
match 5:
    case 5 if False: print('no')
    case 5 if (z := 7): print('guard', z)
print([f(x) for x in (1, 'long string')])
