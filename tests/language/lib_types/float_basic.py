# What floats answer: repr, arithmetic, conversions, rounding, hexadecimal, errors.
def show(label, f):
    try:
        print(label, '->', repr(f()))
    except Exception as e:
        print(label, '->', type(e).__name__, e.args)


inf, nan = float('inf'), float('nan')
for x in [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 2 / 3, 1e15, 1e16, 123456789012345680.0, 1e22, 1e23, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 2.0**53, inf, -inf, nan, 100.0, 1e100]:
    print(repr(x), str(x), x.hex(), x.is_integer(), -x, abs(x), bool(x), x + 1, x * 2, x / 3, f'{x:.3f}', f'{x:e}', f'{x:g}', f'{x:%}', '%.2f' % x)
    if x == x:
        print(hash(x), x == x, x < inf)
values = [0.0, -0.0, 1.0, -1.0, 2.5, -2.5, 0.1, 1e300, -1e-300, inf, -inf, nan]
ops = {
    '+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b, '/': lambda a, b: a / b, '//': lambda a, b: a // b,
    '%': lambda a, b: a % b, '**': lambda a, b: None if type(a) is int and type(b) is int or a < 0 and b != b // 1 else a**b, '<': lambda a, b: a < b, '>=': lambda a, b: a >= b,
    '==': lambda a, b: a == b, '!=': lambda a, b: a != b, 'divmod': divmod,
}
for name, op in ops.items():
    for a in values + [3, -7, 2**70]:
        print(name, a, end=':')
        for b in values + [2, -3, 10**25]:
            try:
                print('', op(a, b), end='')
            except (ZeroDivisionError, OverflowError) as e:
                print('', '!' + str(e), end='')
        print()
show('power', lambda: 10.0**400)
show('power', lambda: 2**1e10)
show('power', lambda: 0.0**-1)
show('root', lambda: (-8) ** (1 / 2))
show('pow', lambda: pow(2.0, 3, 5))
show('mixed', lambda: 1.5 + 10**400)
show('compare', lambda: (1.5 < 10**400, 1e308 < 10**400, inf > 10**400, -inf < -(10**400), 2.0**53 == 2**53 + 1, nan == nan, nan != nan, nan < 1, 1 < nan))
show('compare', lambda: 1.5 < 'a')
show('compare', lambda: 1.5 < 1j)

# float()
for text in ['1', '-1.5', ' 1e3 ', '.5', '5.', '1_0.2_5', '1__0', '_1', 'inf', '-Infinity', 'NaN', '', ' ', '.', 'e5', '1e', '1e400', '1e-400', 'abc', '\u0661.\u0665', '0x10', '1.5j', "it's", '\ud800'.encode('utf-8', 'replace').decode()]:
    show(ascii(text), lambda: float(text))
show('bytes', lambda: (float(b'1.5'), float(bytearray(b'2.5'))))
show('bytes', lambda: float(b'x'))
show('none', lambda: float(None))
show('list', lambda: float([]))
show('complex', lambda: float(1j))
show('two', lambda: float(1, 2))
show('keyword', lambda: float(x=1))
show('no', lambda: float())


class Float:
    def __float__(self):
        return 2.5


class Bad:
    def __float__(self):
        return 2


class Index:
    def __index__(self):
        return 7


show('Float', lambda: float(Float()))
show('Bad', lambda: float(Bad()))
show('Index', lambda: float(Index()))

# rounding
print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 1e20)], [round(x, 1) for x in (0.25, 0.35, 0.45, -0.05, 2.675)], [round(x, 2) for x in (2.675, 1.005, 4.35)])
print(round(1234.5, -2), round(1250.0, -2), round(1350.0, -2), round(5e15 + 0.5), round(1e300, 400), round(1e-300, -400), round(1.5, None), type(round(1.5)).__name__, type(round(1.5, 0)).__name__)
show('round', lambda: round(nan))
show('round', lambda: round(inf))
show('round', lambda: round(nan, 2))
show('round', lambda: round(1.7e308, -308))
show('round', lambda: round(1.5, 'a'))
print([x.__floor__() for x in (1.5, -1.5, 1e20)], [x.__ceil__() for x in (1.5, -1.5, 1e20)], [x.__trunc__() for x in (1.5, -1.5, 1e20)])
for x in (0.5, -0.1, 1e22, 5e-324, 0.0, -3.0):
    print(x.as_integer_ratio())
show('ratio', lambda: nan.as_integer_ratio())
show('ratio', lambda: inf.as_integer_ratio())
for text in ['0x1.8p3', '-0x.1p-3', '0x1p1023', '0x1p1024', '0x1p-1074', '0x1p-1075', '1.8', 'inf', '-nan', ' 0x1 ', '0x', 'zz', '0x1.fffffffffffff8p1023', '0x1.00000000000008p0']:
    show(text, lambda: float.fromhex(text))
show('fromhex', lambda: float.fromhex(5))
print(float.__getformat__('double'), (2.5).real, (2.5).imag, (2.5).conjugate(), (2.5).__getnewargs__())

# NaN: not equal to itself, found by identity
print(nan in [nan], nan == nan, [nan] == [nan], (nan,) == (float('nan'),), {nan: 1}.get(nan), len({nan, nan, float('nan')}))
print(0.0 == -0.0, hash(0.0) == hash(-0.0), str(-0.0), hash(1.0) == hash(1) == hash(True), hash(2.0**70) == hash(2**70), hash(inf), hash(-inf), hash(0.5))
print({1: 'a', 1.0: 'b', True: 'c'}, 1.0 in {1}, sum([0.1] * 10), max(1, 2.5, True), min(1.0, 1), 7 // 2.0, -7 // 2.0, 7 % -2.5)


class Sub(float):
    def __new__(cls, value, unit='m'):
        self = super().__new__(cls, value)
        self.unit = unit
        return self


s = Sub(2.5, unit='km')
print(s, s.unit, type(s + 1).__name__, type(+s).__name__, type(float(s)).__name__, s == 2.5, type(Sub.fromhex('0x1p1')).__name__, hash(s) == hash(2.5))
