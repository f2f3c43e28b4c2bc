# join, replace, partition.
class Bad:
    def __iter__(self): yield 'a'; raise KeyError('inside')
print(','.join('abc'), ''.join([]), '-'.join(['x']), ', '.join(str(i) for i in range(3)), ''.join({'a': 1}), '\u20ac'.join(['a', 'b']), 'x'.join(('\U0001f600', 'a')), b','.join([b'a', bytearray(b'b'), memoryview(b'c')]), bytearray(b'-').join([b'a', b'b']))
one = 'one'
print(''.join([one]) is one, ' '.join((one,)) is one)
print('aaa'.replace('a', 'b'), 'aaa'.replace('a', 'b', 2), 'aaa'.replace('', '-'), 'aaa'.replace('', '-', 2), 'aaa'.replace('aa', 'b'), 'aaa'.replace('x', 'y'), ''.replace('', 'x'), 'a\u20ac'.replace('\u20ac', 'e'), 'abc'.replace('b', '\u20ac'), 'aaa'.replace('a', ''), 'aaa'.replace('a', 'b', -1), 'aaa'.replace('a', 'b', count=1), b'aaa'.replace(b'a', b'bb'), bytearray(b'aa').replace(b'', b'.'), b'ab'.replace(b'', b'-', 1))
print('a.b.c'.partition('.'), 'a.b.c'.rpartition('.'), 'abc'.partition('.'), 'abc'.rpartition('.'), b'a.b'.partition(b'.'), bytearray(b'ab').rpartition(b'.'), 'a<>b'.partition('<>'))
for text in ['"".join(1)', '"".join([1])', '"".join(["a", b"b"])', '"".join(["a", None, 1])', '"".join(Bad())', '"".join()', 'b"".join(["a"])', 'b"".join([b"a", 1])', 'b"".join(1)', '"a".replace("a")', '"a".replace("a", 1)', '"a".replace(1, "a")', '"a".replace("a", "b", "c")', '"a".partition("")', '"a".partition(1)', 'b"a".partition("a")', 'b"a".replace("a", b"b")', '"a".rpartition("")', '"a".join("bc", "d")', '"a".replace("a", "b", x=1)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
