# The smaller methods of int, and its attributes.
for n in (0, 1, -1, 255, -256, 2**64, -2**64 + 1, 10**30, True):
    print(n, n.bit_length(), n.bit_count(), n.as_integer_ratio(), n.is_integer(), n.conjugate(), n.real, n.imag, n.numerator, n.denominator, n.__trunc__(), n.__floor__(), n.__ceil__())
print(round(15, -1), round(25, -1), round(-15, -1), round(1234, -2), round(5, 10**30), round(5), round(12345, -10), round(2**70, -5), (7).__round__(-1), (5).__index__(), int(), int(5.9), int(-5.9), int('  12  '), int(True))
print((3).__add__(4), (3).__add__('a'), (3).__radd__(4), (3).__eq__(3.0), (3).__lt__(4.5), (3).__truediv__(2), (3).__pow__(2, 5), (-3).__abs__(), (3).__divmod__(2), (3).__getnewargs__(), (3).__hash__(), (3).__bool__(), (3).__invert__())
for text in ['(1).bit_length(1)', 'int.bit_length()', 'int.bit_length("a")', 'round(1, "a")', 'round(1, 2, 3)', '(1).real()', '(1).x', 'int.fromhex("1")', '(1).__round__("a")', 'int(1, 2)', 'int("1", "2")', 'int(x=1)', 'int(base=10)', 'int([])', 'int(None)', 'int("1", base=37)', 'int("1", 1)', 'int(float("nan"))', 'int(float("inf"))', 'int(b"12", 16)', 'int(bytearray(b"12"))']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
