# Views are equal by value, hash like their bytes, and can be given back.
m = memoryview
print(m(b'abc') == b'abc', b'abc' == m(b'abc'), m(b'abc') == bytearray(b'abc'), m(b'abc') == m(b'abcabc')[:3], m(b'abc') == 'abc', m(b'abc') != b'abd', m(b'a\0\0\0').cast('I') == m(b'a\0\0\0').cast('i'), m(b'ab').cast('h') == m(b'ab'), m(b'aXbX')[::2] == b'ab', m(b'') == b'', m(b'\0\0\0\0\0\0\xf8\x7f').cast('d') == m(b'\0\0\0\0\0\0\xf8\x7f').cast('d'))
print(hash(m(b'abc')) == hash(b'abc'), {m(b'k'): 1}[b'k'], hash(m(b'abcd')[::2]) == hash(b'ac'))
v = m(bytearray(b'abc')); n = v
print(v == v, v.__enter__() is v)
v.release(); v.release()
print(v == v, v == n, v != b'abc', repr(v).split(' at ')[0])
for source in ['v[0]', 'len(v)', 'v.tobytes()', 'v.format', 'v.obj', 'v.shape', 'v.nbytes', 'v.readonly', 'list(v)', 'bytes(v)', 'v.cast("B")', 'm(v)', 'v.tolist()', 'v[:]', 'v.hex()', 'v.toreadonly()', 'hash(v)', 'v.__enter__()', 'v.__setitem__(0, 1)', 'v.contiguous', 'b"" + v']:
    try:
        print(source, eval(source))
    except Exception as error:
        print(source, type(error).__name__, error)
with m(b'xyz') as w:
    print(w[0])
for source in ['w[0]', 'hash(m(b"ab").cast("h"))', 'hash(m(bytearray(b"a")))', 'b"abc".strip(m(b"abcdef")[::2])', 'b"a" + m(b"abcd")[::2]', 'int(m(b"12"))', 'bytes(m(b"abcd")[::2])', 'bytearray(m(b"abcd")[::2])', 'm(b"abc")[::2] in [b"ac"]']:
    try:
        print(source, eval(source))
    except Exception as error:
        print(source, type(error).__name__, error)
