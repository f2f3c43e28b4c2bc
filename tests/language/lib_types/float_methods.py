# Ratios, rounding and the other methods of float.
for value in [0.0, -0.0, 0.5, -2.5, 0.1, 1e22, 5e-324]:
    print(value, value.as_integer_ratio(), value.is_integer(), value.__trunc__(), value.__floor__(), value.__ceil__(), round(value))
for value, n in [(2.675, 2), (0.5, 0), (1.5, 0), (2.5, 0), (-0.5, 0), (1e300, -299), (12345.678, -2), (1.005, 2), (5e-324, 400), (1e22, 5), (0.125, 2), (0.375, 2), (1234.5, -4), (15.0, -1), (25.0, -1), (float('nan'), 2), (float('inf'), -2), (-0.0, 3), (1.5, None)]:
    print(round(value, n), end=' ')
print()
print((1.5).real, (1.5).imag, (1.5).conjugate(), (2.0).__int__(), (1.5).__getnewargs__(), float.__getformat__('double'), (0.1).__hash__(), (3.7).__divmod__(2), (1.5).__round__(), (1.5).__pow__(2), (1.5).__rpow__(2))
for text in ['float("nan").as_integer_ratio()', 'float("inf").as_integer_ratio()', 'round(float("nan"))', 'round(float("inf"))', 'int(1e400)', 'round(1.5, "a")', 'round(1.7976931348623157e308, -308)', '(1.5).__pow__(2, 3)', 'float.__getformat__("x")', '(1.5).is_integer(1)', '(1.5).x', '1.5()', 'round(1.5, 10**30)', 'round(1.5, -10**30)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
