# translate and maketrans: tables of several kinds.
print('abc'.translate({97: 'x', 98: None, 99: 0x20ac}), 'abc'.translate({97: 98, 98: 97}), 'a\xe9'.translate({233: 'EE'}), 'abc'.translate({}), 'abc'.translate('xyz' * 40))
print(str.maketrans('ab', 'xy'), str.maketrans('ab', 'xy', 'c'), str.maketrans({'a': 1, 98: 'b', 'c': None}), 'abc'.translate(str.maketrans('ab', 'ba', 'c')))
class Table:
    def __getitem__(self, key):
        if key == 97: raise LookupError
        if key == 98: return 'B' * 3
        return None
print('abcab'.translate(Table()), b'abc'.translate(bytes.maketrans(b'ab', b'xy')), b'abc'.translate(None, b'b'), b'abc'.translate(None, delete=b'ac'), bytearray(b'abc').translate(bytes(range(256)), b'c'))
for text in ['"a".translate({97: 0x110000})', '"a".translate({97: -1})', '"a".translate({97: 1.5})', '"a".translate(5)', 'str.maketrans("ab", "x")', 'str.maketrans("a")', 'str.maketrans({"ab": 1})', 'str.maketrans({1.5: 1})', 'str.maketrans(1, "a")', 'str.maketrans("a", 1)', 'str.maketrans("a", "b", 1)', 'b"a".translate(b"x")', 'b"a".translate(5)', 'bytes.maketrans(b"a", b"")', 'bytes.maketrans("a", "b")', '"a".translate()', 'str.maketrans()', 'str.maketrans("a", "b", "c", "d")']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
