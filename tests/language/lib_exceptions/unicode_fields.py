# UnicodeError: constructors, fields, str.
e = UnicodeDecodeError('utf-8', b'abc\xff', 3, 4, 'bad byte')
print(e, repr(e), e.encoding, e.object, e.start, e.end, e.reason, e.args)
e.start, e.end = 0, 2
print(e)
e = UnicodeEncodeError('ascii', 'h\xe9\u20ac\U0001f600', 1, 2, 'why')
print(e)
e.start, e.end = 2, 3
print(e)
e.start, e.end = 3, 4
print(e)
e.start, e.end = 1, 4
print(e)
e.reason = 5
try:
    print(e)
except TypeError as err:
    print(err)
e = UnicodeTranslateError('abc', 1, 2, 'reason')
print(e, e.encoding if hasattr(e, 'encoding') else 'no encoding', e.args)
e = UnicodeTranslateError('abc', 0, 3, 'reason')
print(e)
for cls, args in ((UnicodeDecodeError, ()), (UnicodeDecodeError, ('a', 'b', 1, 2, 'c')), (UnicodeDecodeError, ('a', b'b', 'x', 2, 'c')),
                  (UnicodeEncodeError, ('a', b'b', 1, 2, 'c')), (UnicodeEncodeError, (1, 'b', 1, 2, 'c')), (UnicodeEncodeError, ('a', 'b', 1, 2, 3)),
                  (UnicodeTranslateError, ('a', 1)), (UnicodeTranslateError, (b'a', 1, 2, 'c')), (UnicodeEncodeError, ('a', 'b', 1.0, 2, 'c'))):
    try:
        cls(*args)
    except TypeError as err:
        print(cls.__name__, err)
for make in (lambda: b'\xff'.decode(), lambda: '\xe9'.encode('ascii'), lambda: b'a\x80b'.decode('ascii'), lambda: '\u20ac'.encode('latin-1'),
             lambda: '\ud800'.encode(), lambda: b'\xe2\x82'.decode(), lambda: b'\xf0\x9f\x98'.decode('utf-8'), lambda: 'a\u20ac\u20acb'.encode('ascii')):
    try:
        make()
    except UnicodeError as e:
        print(type(e).__name__, e, e.start, e.end, e.reason)
print(UnicodeError('just', 'args'), isinstance(UnicodeDecodeError('a', b'', 0, 1, 'c'), ValueError))
print(UnicodeDecodeError('a', bytearray(b'xy'), 0, 1, 'c').object)
print(UnicodeDecodeError('a', b'xy', 0, 10, 'c'), UnicodeDecodeError('a', b'xy', 5, 6, 'c'), UnicodeEncodeError('a', '', 0, 1, 'c'))
