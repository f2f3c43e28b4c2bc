for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e300, 123.456, 5, -7, True, 10**25):
    print(round(x), [round(x, n) for n in (0, 1, 2, -1, -2)], round(x, None))
for f in (lambda: round(float("inf")), lambda: round(float("nan")), lambda: round("x"), lambda: round(1, "x"), lambda: round(), lambda: round(1.5, 1.5), lambda: round(1j), lambda: round(1, 2, 3), lambda: round(1, digits=3), lambda: round(number=2.5, ndigits=0), lambda: round(1e308, -308), lambda: round(1.5, 10**20), lambda: round(1.5, -10**20), lambda: round(15, -1), lambda: round(25, -1), lambda: round(-15, -1), lambda: round(5, -10**3)):
    try:
        print(f())
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
for a in (7, -7, 7.5, -7.5, 0, True, 10**20):
    for b in (3, -3, 2.5, -2.5, 10**10):
        print(divmod(a, b), a // b == divmod(a, b)[0], a % b, end=" ")
    print()
for f in (lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: divmod("a", 1), lambda: divmod(1, "a"), lambda: divmod(1j, 1), lambda: divmod(1), lambda: divmod(1, 2, 3), lambda: divmod(float("inf"), 2), lambda: divmod(5, float("inf")), lambda: divmod(-5, float("inf"))):
    try:
        print(f())
    except (TypeError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
print(pow(2, 10), pow(2, -1), pow(2, 10, 1000), pow(3, -1, 7), pow(-2, 3, 5), pow(2, 3, -5), pow(0, 0), pow(0, 0, 1), pow(2, 0.5), pow(-8, 1/3), pow(base=2, exp=3), pow(2, 3, mod=5), pow(10**20, 10**20, 97), pow(2.0, 3), pow(1j, 2), pow(2, 3, None), pow(True, 2))
for f in (lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: pow(2.0, 3, 5), lambda: pow(2, 3.0, 5), lambda: pow(2, 3, 5.0), lambda: pow(0, -1), lambda: pow(0.0, -1), lambda: pow("a", 2), lambda: pow(2), lambda: pow(2, "a", 3), lambda: pow(1, 2, 3, 4), lambda: pow(2, 3, foo=1), lambda: pow(10.0, 400), lambda: pow(0j, -1), lambda: pow(1j, 2, 3)):
    try:
        print(f())
    except (TypeError, ValueError, ZeroDivisionError, OverflowError) as e:
        print(type(e).__name__, e)
