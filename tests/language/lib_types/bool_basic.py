# True and False: two objects, and ints.
def show(label, f):
    try:
        print(label, '->', repr(f()))
    except Exception as e:
        print(label, '->', type(e).__name__, e.args)


both = (False, True)
for a in both:
    for b in both:
        print(a, b, a & b, a | b, a ^ b, a + b, a - b, a * b, a == b, a < b, a <= b, a << b, a >> b, a & 3, 3 ^ a, a | 0)
    print(repr(a), str(a), f'{a}', f'{a:d}', f'{a:5}', f'{a!r:>7}', int(a), float(a), -a, +a, abs(a), hash(a), not a, a.real, a.bit_length(), a.__index__())
print(type(True & True).__name__, type(True & 1).__name__, type(True + True).__name__, type(+True).__name__, type(True.real).__name__)
print([bool(x) for x in (0, 1, -1, 0.0, -0.0, 1e-300, '', 'a', [], [0], (), {}, {1: 2}, None, 0j, 1j, b'', b'\0', range(0), range(1))])
print(bool() is False, bool(5) is True, True is (1 == 1), True == 1, True is not 1.0, {True: 'a', 1: 'b', 1.0: 'c'})
print(sum([True, False, True]), ['no', 'yes'][True], isinstance(True, int), bool.__mro__, bool.__name__)


class Yes:
    def __bool__(self):
        return True


class Length:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Wrong:
    def __bool__(self):
        return 1


class Raises:
    def __bool__(self):
        raise ValueError('not telling')


print(bool(Yes()), bool(Length(0)), bool(Length(3)), bool(object()), not Yes())
show('wrong', lambda: bool(Wrong()))
show('raises', lambda: bool(Raises()))
show('negative', lambda: bool(Length(-1)))
show('two', lambda: bool(1, 2))
show('keyword', lambda: bool(x=1))
show('subclass', lambda: type('B', (bool,), {}))
show('or float', lambda: True | 1.5)
show('and str', lambda: True & 'a')
show('new', lambda: (bool.__new__(bool), bool.__new__(bool, 'x')))
show('int new', lambda: int.__new__(bool, 5))
show('from_bytes', lambda: (bool.from_bytes(b'\0'), bool.from_bytes(b'\7')))
