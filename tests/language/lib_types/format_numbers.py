# The format mini-language on numbers.
def show(value, spec):
    try:
        return repr(format(value, spec))
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)


specs = ['', 'd', '5', '<8', '^8', '>8', '=8', '08', '+', ' ', '-', '+d', ',', '_', ',d', '_x', '_b', ',x', 'x', 'X', '#x', '#X', 'o', '#o', 'b', '#b', '#010b', 'c', 'n', 'e', 'E', 'f', 'F',
         'g', 'G', '%', '.3', '.3f', '.0f', '#.0f', '.3e', '.10g', '10.3f', '+.2f', ' .2f', 'z.1f', 'z', 'zd', '010.2f', '*^20.3f', ',.2f', '_.2f', '020,.2f', '020,', 's', 'q', '.3d', '#c',
         '+c', '5c', '*>10', '\u4f60^9', '=+10', '#', '#g', '#.3g', '.40f', '.0e', ',e', '_g', ',n', '0=10', '<010', '.0', '.1', '.17', '#.1', '03', 'z.0e', 'z%', '5.', '-^+5', ',_', '1.2.3',
         '99999999999999999999']
values = [0, 1, -1, 42, -42, 1234567, -1234567, 65, 0x1f600, 10**20, True, 0.0, -0.0, 1.5, -1.5, 0.001, 1e-7, 123456.789, 1e16, 1e100, float('inf'), float('-inf'), float('nan'), 0.5, 2.5,
          99.995, 1 + 2j, -0.0 - 1j, 1.5e20 - 2.25j]
for value in values:
    print('===', repr(value))
    for spec in specs:
        print(ascii(spec), ascii(show(value, spec)))
print(f'{3.14159:.{2}f} {42:{"0"}{8}{"b"}} {1e6:,} {-5:+} {255:#06x} {0.25:.1%} {1234.5:_} {7!r:>3}')
print('%d %i %5d %-5d| %05d %+d % d %x %X %#x %o %#o %e %E %.3e %f %.1f %g %G %c %s %r %%' % (1, 2, 3, 4, 5, 6, 7, 255, 255, 255, 8, 8, 1.5, 1.5, 1234.5, 2.5, 0.05, 1e10, 1e-10, 65, 1.0, 2))
for template, value in [('%d', 1.9), ('%d', 'a'), ('%x', 1.5), ('%f', 'a'), ('%c', 0x110000), ('%c', -1), ('%.0f', 2.5), ('%d', 10**30), ('%010.3f', -3.14159), ('%-10d|', 5), ('%+.1e', 0.0), ('%g', 1e16), ('%i', True)]:
    try:
        print(template, repr(value), '->', template % value)
    except Exception as e:
        print(template, repr(value), '->', type(e).__name__, e)


class Own(int):
    def __format__(self, spec):
        return 'own:' + spec


print(f'{Own(5):abc} {Own(5)} {format(Own(5))} {Own(5)!s:>4} {"%d" % Own(5)}')
for bad in (lambda: format(5, 5), lambda: (5).__format__(None), lambda: (5.0).__format__(1), lambda: format(10**400, 'e'), lambda: format(10**5000, ','), lambda: len(format(10**5000, 'x'))):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
