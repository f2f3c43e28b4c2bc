# What complex numbers answer.
def show(label, f):
    try:
        print(label, '->', repr(f()))
    except Exception as e:
        print(label, '->', type(e).__name__, e.args)


inf, nan = float('inf'), float('nan')
values = [0j, 1j, -1j, 1 + 2j, 1.5 - 2.5j, complex(-0.0, 0.0), complex(0.0, -0.0), complex(inf, 1), complex(1, nan), 3 + 0j, 1e200 + 1e200j]
for z in values:
    print(repr(z), str(z), z.real, z.imag, -z, +z, z.conjugate(), bool(z), f'{z}', f'{z:.2f}', f'{z:>20}', f'{z:+.1e}', f'{z:g}')
    if z == z:
        print(hash(z), abs(z) if abs(z.real) < 1e100 else '')
ops = {'+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b, '/': lambda a, b: a / b, '==': lambda a, b: a == b, '!=': lambda a, b: a != b}
for name, op in ops.items():
    for a in values + [2, 0.5]:
        print(name, a, end=':')
        for b in values + [2, -0.5, True]:
            try:
                print('', op(a, b), end='')
            except ZeroDivisionError as e:
                print('', '!' + str(e), end='')
        print()
print([(1 + 2j) ** n for n in range(6)], (1 + 2j) ** -1, (1 + 2j) ** -3, 2j**2, 0j**0)
show('zero', lambda: 0j**-1)
show('zero', lambda: 0j**1j)
show('huge', lambda: (1e200 + 1j) ** 3)
show('modulo', lambda: pow(1j, 2, 3))
show('floor', lambda: 1j // 1)
show('rest', lambda: 1j % 1)
show('divmod', lambda: divmod(1j, 1))
show('order', lambda: 1j < 2j)
show('order', lambda: 1 >= 2j)
show('int', lambda: int(1j))
show('float', lambda: float(1j))
show('huge int', lambda: 1j + 10**400)
show('huge equal', lambda: 1j == 10**400)
show('abs', lambda: abs(complex(1.7e308, 1.7e308)))
print(complex(1, 0) == 1, complex(2**53, 0) == 2**53 + 1, 1j == 'a', {1: 'one'}[1 + 0j], hash(1 + 0j) == hash(1), hash(1j))

for text in ['1', '1j', '1+2j', ' ( 1-2j ) ', '-j', '+j', 'j', 'nan+infj', '1_0+2_0j', '1__0j', '1 + 2j', '', '(', '1+2', '1j+2', 'abc', '1e5-2e-3j', '.5j', '+-1j', '\u0661j']:
    show(ascii(text), lambda: complex(text))
show('none', lambda: complex())
show('parts', lambda: (complex(1), complex(1.5, 2), complex(imag=3), complex(real=4), complex(1j, 1j), complex(1, 1j), complex(True, False)))
show('signs', lambda: (complex(-0.0, 0.0), complex(0.0, -0.0), complex(-0.0, -0.0), complex(-0.0)))
show('str and', lambda: complex('1', 2))
show('and str', lambda: complex(1, '2'))
show('None', lambda: complex(None))
show('and None', lambda: complex(1, None))
show('bytes', lambda: complex(b'1'))
show('three', lambda: complex(1, 2, 3))
show('huge', lambda: complex(10**400))


class C:
    def __complex__(self):
        return 3 + 4j


class Bad:
    def __complex__(self):
        return 3


class F:
    def __float__(self):
        return 2.5


class I:
    def __index__(self):
        return 7


show('C', lambda: (complex(C()), complex(C(), 1), abs(complex(C()))))
show('C', lambda: complex(1, C()))
show('Bad', lambda: complex(Bad()))
show('F, I', lambda: (complex(F()), complex(I()), complex(F(), I())))
show('format', lambda: format(1j, '010'))
show('format', lambda: format(1j, '=10'))
show('format', lambda: format(1j, 'd'))
print(complex(1, 2).__getnewargs__(), (1 + 2j).__complex__(), complex.real, type((1j).real).__name__)
show('set', lambda: setattr(1j, 'real', 2))


class Sub(complex):
    pass


s = Sub(1, 2)
s.tag = 'x'
print(s, type(s).__name__, type(s + 1).__name__, type(+s).__name__, type(complex(s)).__name__, s == 1 + 2j, s.tag, Sub('3j'))
z = 1 + 2j
print(complex(z) is z, +z is z, z.conjugate() is z)
