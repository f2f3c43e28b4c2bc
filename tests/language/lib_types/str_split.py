# split and rsplit with every kind of separator and limit.
s = '  a b  c '
print(s.split(), s.split(None, 1), s.rsplit(None, 1), s.split(' '), s.split(' ', 2), s.rsplit(' ', 2), s.split('  '), s.split(maxsplit=0), s.split(sep='b'), s.rsplit(maxsplit=1))
print(''.split(), ''.split(','), ','.split(','), 'a,b,c'.split(',', -1), 'a,b,c'.split(',', 0), 'a,b,c'.rsplit(',', 1), 'aaa'.split('aa'), 'aaa'.rsplit('aa'), 'abc'.split('abc'), 'a\x1cb\u2003c\x85d'.split(), '\u3000x'.split(None, 0))
print('a<>b<>c'.split('<>'), 'a<>b<>c'.rsplit('<>', 1), 'x\u20acy\u20acz'.split('\u20ac'), 'h\xe9llo'.split('\xe9'), 'abc'.split('\u20ac'))
print(b' a b '.split(), b'a,b'.split(b','), bytearray(b'a b').split(), b'a\x0bb\x1cc'.split(), b'a,b,c'.rsplit(b',', 1), b'a b c'.split(None, 1))
for text in ['"a".split("")', '"a".split(1)', '"a".split(b"a")', '"a".split("a", "b")', '"a".split(maxsplit=1.5)', 'b"a".split("a")', 'b"a".split(b"")', '"a".split("a", 1, 2)', '"a".split(x=1)', '"a".split("a", 10**30)', '"a".split("b", sep="a")', '"a".rsplit(None, None)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
