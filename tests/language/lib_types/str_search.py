# find, index, count and the affixes, with bounds of every kind.
s = 'abracadabra'
print(s.find('a'), s.find('a', 1), s.find('a', -3), s.find('a', 5, 3), s.find(''), s.find('', 11), s.find('', 12), s.rfind('a'), s.rfind('', 0, 5), s.rfind('b', None, -3), s.find('x'), s.find('cad', 4, 7), s.find('cad', 4, 6))
print(s.count('a'), s.count('abra'), s.count(''), s.count('', 5), s.count('', 12), s.count('aa'), 'aaaa'.count('aa'), s.count('a', 3, -1), s.index('c'), s.rindex('b'), s.find('a', 10**30), s.find('a', -10**30, 10**30), s.count('a', None, None))
print(s.startswith('ab'), s.startswith('ra', 2), s.startswith(('x', 'ab')), s.startswith(()), s.startswith(''), s.startswith('', 11), s.startswith('', 12), s.endswith('bra'), s.endswith('bra', 9), s.endswith(('x', 'a'), 0, 4), s.endswith('abr', 0, 10), s.startswith('a', -1))
print(s.removeprefix('abra'), s.removesuffix('abra'), s.removeprefix('x'), s.removesuffix(''), 'a\u20acb'.find('\u20ac'), 'abc'.find('\u20ac'), '\u20ac' in 'abc', 'x\U0001f600y'.rfind('y'))
print(b'abab'.find(b'b'), b'abab'.find(98), b'abab'.rfind(97), b'abab'.count(97), b'abab'.index(b'ab', 1), b'abab'.startswith((b'x', b'ab')), bytearray(b'abab').endswith(bytearray(b'b')), b'abab'.removeprefix(bytearray(b'ab')))
for text in ['s.index("x")', 's.rindex("x")', 's.find(1)', 's.find()', 's.find("a", "b")', 's.startswith(1)', 's.startswith(("a", 1))', 's.startswith(["a"])', 's.count(None)', 's.removeprefix(1)', 'b"a".index(b"x")', 'b"a".find("a")', 'b"a".find(256)', 'b"a".find(-1)', 'b"a".startswith("a")', 'b"a".count(1.5)', 'b"a".rindex(300)', 'b"a".endswith((b"x", "a"))', 's.find("a", 1.5)', 's.find("a", 1, 2, 3)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
