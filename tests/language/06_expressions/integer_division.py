# Floor division and remainder follow the divisor's sign, for every pairing.
for a in (7, -7, 0, 1, 2**70, -2**70):
    for b in (2, -2, 3, -3, 10**20, -10**20):
        q, r = divmod(a, b)
        assert (q, r) == (a // b, a % b) and q * b + r == a
        print(a, b, q, r, end='; ')
    print()
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 0.0 // -1, -0.0 % 3, 5 % float('inf'), -5 % float('inf'))
print(True // 1, True % 2, 1 // True, 6 / 3, 7 / 2, 2**53 / 3, 10**400 // 10**399, (10**400) / (10**399))
for text in ['1 // 0', '1 % 0', '1 / 0', '1.0 // 0', '1.0 % 0', '1.0 / 0', 'divmod(1, 0)', 'divmod(1.0, 0)', '10**400 / 1', '10**400 / 3.0', '1 % "a"', '1j // 1', '1j % 2', 'divmod(1j, 1)', '0.0 ** -1', '0 ** -1', '0j ** -1', '0 ** -1.5']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
