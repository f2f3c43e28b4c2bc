# Shifts and bit operators treat ints as if they had infinitely many bits.
print(1 << 0, 1 << 64, -1 << 3, 5 >> 1, -5 >> 1, -1 >> 100, 2**100 >> 99, 1 >> 10**30, 0 << 10**30, -1 >> 10**30)
for a, b in [(12, 10), (-12, 10), (12, -10), (-12, -10), (2**70, -1), (-2**70, 2**70 - 1), (True, False), (True, 3), (0, -1)]:
    print(a, b, a & b, a | b, a ^ b, ~a, a & ~b)
print(True & True, type(True & True), type(True & 1), True ^ True, ~0, ~-1, ~2**64)
for text in ['1 << -1', '1 >> -1', '1 << 1.0', '1.0 & 1', '~1.5', '1 << 10**30', '"a" | 1', '[] ^ []', 'None & 1', '1 << "a"', '-"a"', '+[]', '~{}', '-None']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
