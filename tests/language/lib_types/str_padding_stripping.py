# center, ljust, rjust, zfill, strip and kin.
for s in ['', 'a', 'ab', 'abc', '\u20ac']:
    print([s.center(6), s.center(7, '*'), s.ljust(5, '.'), s.rjust(5), s.zfill(5), s.center(-1), s.ljust(0), s.rjust(3, '\U0001f600')])
print(['+5'.zfill(4), '-5'.zfill(4), '--5'.zfill(5), 'a'.zfill(3), '+'.zfill(3), ''.zfill(2), b'+5'.zfill(4), b'a'.center(4, b'*'), bytearray(b'a').rjust(3), b'a'.ljust(3, bytearray(b'x'))])
print(['  a b '.strip(), 'xxaxx'.strip('x'), 'abcba'.strip('ab'), '\u2003a\xa0'.strip(), 'a'.lstrip('a'), 'abc'.rstrip('cb'), ' a '.lstrip(None), 'a'.strip(''), '\u20aca\u20ac'.strip('\u20ac'), b' a\n'.strip(), b'xax'.strip(b'x'), b'\x1ca\x85'.strip(), bytearray(b' a ').rstrip()])
s = 'same'
print(s.strip() is s, s.center(2) is s, s.zfill(1) is s, s.ljust(4) is s, s.lstrip('x') is s)
for text in ['"a".center("b")', '"a".center(5, "ab")', '"a".center(5, "")', '"a".center(5, 1)', '"a".zfill(None)', '"a".strip(1)', '"a".ljust()', '"a".center(10**30)', '"a".center(2**62)', '"a".rjust(2**62, "\\u20ac")', '"a".zfill(2**62)', 'b"a".center(5, "x")', 'b"a".center(5, b"xy")', 'b"a".strip("a")', 'b"a".strip(1)', '"a".strip(b"a")', '"a".center(5, b"a")', '"a".strip("a", "b")', 'b"a".zfill(2**62)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
