# What ints answer: operators, conversions, methods, errors.
def show(label, f):
    try:
        print(label, '->', repr(f()))
    except Exception as e:
        print(label, '->', type(e).__name__, e.args)


values = [0, 1, -1, 2, 7, -7, 10, 255, 256, -257, 2**31, 2**62, 2**63 - 1, -2**63, 2**63, 2**64 + 1, -10**20, 3**70, True]
ops = {
    '+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b, '/': lambda a, b: a / b, '//': lambda a, b: a // b,
    '%': lambda a, b: a % b, '&': lambda a, b: a & b, '|': lambda a, b: a | b, '^': lambda a, b: a ^ b, '<': lambda a, b: a < b,
    '>=': lambda a, b: a >= b, '==': lambda a, b: a == b, 'divmod': divmod,
}
for name, op in ops.items():
    for a in values:
        print(name, a, end=':')
        for b in values:
            try:
                print('', op(a, b), end='')
            except ZeroDivisionError as e:
                print('', '!' + str(e), end='')
        print()
for a in values:
    print(a, -a, +a, ~a, abs(a), hash(a), bool(a), a.bit_length(), a.bit_count(), a << 3, a >> 3, a << 64, a >> 64, str(a), f'{a:x}', f'{a:,}')
    print(hex(a), oct(a), bin(a), float(a), complex(a), a.as_integer_ratio(), a.is_integer(), a.real, a.imag, a.numerator, a.denominator)
for base in (2, 3, -2, 10, -10, 0, 1, -1):
    print([base**n for n in range(12)], base**40)
    print([pow(base, n, 97) for n in range(12)], pow(base, 10**20, 1009))
show('2**-2', lambda: 2**-2)
show('0**-1', lambda: 0**-1)
show('pow inverse', lambda: pow(3, -1, 11))
show('pow no inverse', lambda: pow(2, -1, 4))
show('pow mod 0', lambda: pow(2, 3, 0))
show('pow float mod', lambda: pow(2, 3, 1.5))
show('pow str mod', lambda: pow(2, 3, 'a'))
show('shift', lambda: 1 << -1)
show('shift', lambda: 1 >> -1)
show('shift zero far', lambda: 0 << 2**80)
show('shift right far', lambda: (5 >> 2**80, -5 >> 2**80))
show('too big for float', lambda: 10**400 / 3)
show('float()', lambda: float(10**400))
show('small quotient', lambda: 10**400 / 10**399)

# int()
for text in ['0', '-12', ' +7 ', '1_000', '_1', '1__0', '', ' ', '0x1f', '1.5', 'abc', '\u0664\u0662', '1\x00', '9' * 25, "it's"]:
    show(ascii(text), lambda: int(text))
for text, base in [('ff', 16), ('0xff', 16), ('0xff', 0), ('0b101', 0), ('0o17', 0), ('017', 0), ('0', 0), ('z', 36), ('12', 2), ('1', 1), ('1', 37), ('1', -1)]:
    show((text, base), lambda: int(text, base))
show('int()', lambda: int())
show('int(base=10)', lambda: int(base=10))
show('int(5, 10)', lambda: int(5, 10))
show('int(x=5)', lambda: int(x=5))
show('int(None)', lambda: int(None))
show('int([])', lambda: int([]))
show('int(1, 2, 3)', lambda: int(1, 2, 3))
show('int(b)', lambda: int(b' 12 '))
show('int(bytearray)', lambda: int(bytearray(b'zz'), 36))
show('int(bad b)', lambda: int(b'1x'))
show('int(float)', lambda: [int(x) for x in (1.9, -1.9, 1e20, -0.0)])
show('int(nan)', lambda: int(float('nan')))
show('int(inf)', lambda: int(float('inf')))
show('digits', lambda: int('1' * 4301))
show('digits', lambda: len(str(10**4299)))
show('digits', lambda: str(10**4300))


class Index:
    def __index__(self):
        return 11


class ToInt:
    def __int__(self):
        return 12


class Bad:
    def __int__(self):
        return 'no'

    def __index__(self):
        return 1.5


show('Index', lambda: (int(Index()), int('12', base=Index()), 1 << 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12][Index()]))
show('ToInt', lambda: int(ToInt()))
show('Bad', lambda: int(Bad()))
show('Bad index', lambda: hex(Bad()))
show('ToInt + 1', lambda: ToInt() + 1)

# bytes
for value, length, order, signed in [(0, 0, 'big', False), (255, 1, 'big', False), (256, 2, 'little', False), (-1, 3, 'big', True), (-128, 1, 'big', True), (128, 1, 'big', True),
                                     (256, 1, 'big', False), (-1, 1, 'big', False), (2**100, 13, 'little', True), (-2**71, 9, 'big', True), (1, -1, 'big', False), (1, 1, 'up', False)]:
    show((value, length, order, signed), lambda: value.to_bytes(length, order, signed=signed))
for data in [b'', b'\x00', b'\xff', b'\x80\x00', b'\x01\x02\x03\x04\x05\x06\x07\x08\x09', [1, 2], bytearray(b'ab')]:
    print(data, [int.from_bytes(data, order, signed=signed) for order in ('big', 'little') for signed in (False, True)])
show('defaults', lambda: ((5).to_bytes(), int.from_bytes(b'\x01\x00')))
show('from_bytes', lambda: int.from_bytes('abc'))
show('from_bytes', lambda: int.from_bytes(5))

# rounding
print([round(n, -1) for n in range(-30, 31, 5)], [round(n, -2) for n in (50, 150, 250, 149, 151, -50, -150)], round(12345, 3), round(5), round(7, -30))
show('round', lambda: round(5, 'a'))
show('round', lambda: round(5, None))

# identity of small ints, and of exact ints
a, b = 200 + 56, 128 * 2
print(a is b, int(a) is a, +a is a, a.conjugate() is a)
big = 10**30
print(int(big) is big, +big is big, round(big) is big)


# subclasses
class Sub(int):
    def __repr__(self):
        return 'Sub(%s)' % int.__repr__(self)

    def __add__(self, other):
        return Sub(int(self) + int(other))


s = Sub(5)
s.name = 'five'
print(s, repr(s), s + 1, type(s + 1).__name__, type(1 + s).__name__, type(s * 2).__name__, s == 5, hash(s) == hash(5), s.name, {5: 'found'}[s])
print(type(int(s)).__name__, type(+s).__name__, type(s.real).__name__, type(abs(s)).__name__, type(Sub.from_bytes(b'\x05')).__name__, type(s // 1).__name__)
print(isinstance(True, int), issubclass(bool, int), Sub('0x10', 16), Sub(2**100), Sub())
show('unsupported', lambda: 1 + 'a')
show('unsupported', lambda: 1 & 1.5)
show('unsupported', lambda: 1 < 'a')
show('unsupported', lambda: None - 1)
show('unsupported', lambda: ~1.5)
print((5).__add__('a'), (5).__lt__(5.5), (5).__eq__(5.0), (2).__pow__(3, 5), (2).__rpow__(3))
print(1 < 2 < 3, 1 == 1.0 == True, 2**53 == float(2**53), 2**53 + 1 == float(2**53), 2**53 + 1 > float(2**53), 10**400 > float('inf'), 10**400 > 1e308)
