# The format mini-language for ints.
for spec in ['', 'd', '5', '<5', '>5', '^5', '=5', '05', '+', ' ', '-', '+05', ',', '_', '12,', '012,', '_x', '#x', '#X', '#b', '#o', '08b', '#010x', '_b', 'c', '5c', 'e', '.2f', 'g', '%', '.1%', 'n', '*^9', '0<5', 'x<+9', '\u20ac>7', '020,d', '=+10,', 'z.1f', '010_x']:
    print(repr(spec), '|'.join([format(n, spec) for n in (65, -1234, 10**6) if not (spec.endswith('c') and not 0 <= n < 0x110000)]))
for spec in ['s', 'y', '.2', '.2d', ',x', ',,', ',_', '_,', '+c', '#c', '5.', '99999999999999999999', '.99999999999999999999f', 'zd', 'dd', '=^5', '10 d', ',b', 'r', '{}', '\u20ac']:
    try:
        print(repr(spec), format(65, spec))
    except Exception as error:
        print(repr(spec), type(error).__name__, error)
print(format(True), format(True, 'd'), format(True, ''), format(10**30, ','), format(-10**30, '_'), format(2**70, '#_x'), format(0, ',.2f'), format(10**400 // 10**395, 'e'))
for text in ["format(-1, 'c')", "format(0x110000, 'c')", "format(10**400, 'f')", "format(1, 5)", "format()", "format(10**30, 'c')", "(5).__format__(1)", "format(1, 'd', 2)"]:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
