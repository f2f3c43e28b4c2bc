# The format mini-language for floats and complex numbers.
values = [0.0, -0.0, 1.5, -2.675, 1234567.891, 1e-7, 1e22, float('inf'), float('-nan'), 0.5, 2.5]
for spec in ['', 'f', '.0f', '.2f', 'e', '.0e', 'E', 'g', '.3g', '.10g', 'G', '%', '.1%', 'n', '+', ' ', '010', '+012.3f', '<12', '^12.1f', ',', ',.2f', '_.3f', '#.0f', '#g', '#.3g', 'z.0f', 'z.1f', '.3', '.17g', '.30f', '015,.1f', '.0', '#', '=+15']:
    print(repr(spec), '|'.join(format(x, spec) for x in values))
for spec in ['', '.2f', '+.1e', '>20', ',.2f', 'g', '#.3g', '<15.1f', '.3', '^+20.1f', '_', 'n']:
    print(repr(spec), '|'.join(format(x, spec) for x in [1 + 2j, -1.5j, complex(0, -0.0), complex('nan+infj'), 12345.678 + 0.1j]))
for value, spec in [(1.5, 'd'), (1.5, 's'), (1.5, 'x'), (1.5, 'c'), (1.5, 'r'), (1.5, ',_f'), (1.5, '.f'), (1j, '='), (1j, '05'), (1j, 'd'), (1j, '%'), (1j, 's'), (1.5, 'ff'), (1j, '=5'), (1.5, 'zs')]:
    try:
        print(format(value, spec))
    except Exception as error:
        print(value, repr(spec), type(error).__name__, error)
