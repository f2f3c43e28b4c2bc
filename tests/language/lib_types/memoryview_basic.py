# A view shows an object's bytes and its layout.
for obj in [b'abc', bytearray(b'abcd'), b'']:
    v = memoryview(obj)
    print(v.obj is obj, v.nbytes, v.readonly, v.itemsize, v.format, v.ndim, v.shape, v.strides, v.suboffsets, v.c_contiguous, v.f_contiguous, v.contiguous, len(v), v.tolist(), v.tobytes(), v.hex(), bytes(v), list(v))
v = memoryview(b'abcdef')
print(v[0], v[-1], bytes(v[1:3]), bytes(v[::-1]), bytes(v[::2]), v[::2].strides, v[::-2].contiguous, v[4:1].nbytes, v[1:][1:][0], 97 in v, b'a' in v, v.hex('-'), v.hex(':', 2), v[10:].tolist(), memoryview(v)[0], v[::2].tolist(), list(reversed(v)), v.toreadonly() == v)
w = memoryview(bytearray(b'abcdef'))
w[0] = 65; w[1:3] = b'XY'; w[::2] = b'...'; w[-1] = 0
print(w.tobytes(), w.obj, w.toreadonly().readonly)
for source in ['v[0] = 1', 'del w[0]', 'w[0] = 256', 'w[0] = "a"', 'w[0] = b"a"', 'w[0:2] = b"abc"', 'w[0:2] = "ab"', 'w[0:2] = 5', 'v[10]', 'v["a"]', 'v[1.5]', 'v[0, 1]', 'v[()]', 'v[...]', 'w[10] = 1', 'w["a"] = 1', 'memoryview("a")', 'memoryview(5)', 'memoryview()', 'memoryview(b"", 1)', 'v[0:1, 0:1]', 'w[0, 0] = 1', 'v[10**30]', 'hash(w)', 'v < v', 'v + v', 'v.x', 'v.nbytes = 1', 'w[(0,)] = 66', 'v[(0,)]', 'w[-7]']:
    try:
        print(source, eval(source) if '=' not in source.replace('==', '') and not source.startswith('del') else exec(source))
    except Exception as error:
        print(source, type(error).__name__, error)
