# bytes methods that are about letters work on ASCII alone.
b = b'Hello wORLD \xe9\xdf 123'
print(b.upper(), b.lower(), b.title(), b.swapcase(), b.capitalize(), b"they're x1y".title())
for x in [b'', b'abc', b'ABC', b'Abc', b'a1', b'12', b' \t\n\x0b', b'\xe9', b'Ab Cd', b'a b']:
    print(x, x.isalpha(), x.isdigit(), x.isalnum(), x.isspace(), x.isupper(), x.islower(), x.istitle(), x.isascii())
print(b[0], b[-1], b[1:3], b[::-1], list(b'ab'), b'a' in b'abc', 97 in b'a', b'' in b'', len(b), b'a' < b'b', b'a' == 'a', b'' or 'empty', max(b'az'), sorted(b'ba'), b'abc'.index(b'c'), hash(b'a') == hash(b'a'))
print(repr(b"'"), repr(b'"'), repr(b'\'"'), str(b'a'), b'%s' % b'x', b'a'.__add__(b'b'), b'a'.__mul__(2), b'a'.__getnewargs__(), b'a'.__contains__(97), b'abc'.__getitem__(1), b'\t\n\r\\\x00\x7f\x80')
for text in ['b"a"["x"]', 'b"a"[5]', 'b"a" + "b"', 'b"a" in "b"', '"a" in b"b"', 'b"a" < "a"', '256 in b"a"', 'b"a".x', 'b"a"[0] + b"b"', 'b"a".upper(1)', 'b"a"[0] = 1' if False else 'b"a"()', 'b"a".__mul__("x")']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
