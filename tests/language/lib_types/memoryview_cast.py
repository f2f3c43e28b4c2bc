# Casts to the native formats, and what they refuse.
data = bytearray(range(16))
for code in 'bBchHiIlLqQnN?efdP':
    v = memoryview(data).cast(code)
    print(code, v.itemsize, v.shape, v.strides, v.tolist()[:2] if code not in 'efd' else [f'{x:.6g}' for x in v.tolist()[:2]], v.nbytes)
v = memoryview(data).cast('I')
v[0] = 2**32 - 1; v[1] = 0
print(data, v[0], v[::2].tolist(), memoryview(data).cast('@h').format, v.cast('B').tolist()[:4], v.tobytes()[:4])
f = memoryview(data).cast('f'); f[0] = 1.5; f[1] = 7; print(f[0], f[1], data[:8])
d = memoryview(data).cast('d'); d[0] = -0.1; print(d[0])
e = memoryview(data).cast('e'); e[0] = 65504; e[1] = 1e-7; e[2] = 0.1; print(e.tolist()[:3])
c = memoryview(data).cast('c'); c[0] = b'Z'; print(c[0], data[:1]); q = memoryview(data).cast('?'); q[0] = []; q[1] = 'x'; print(q[0], q[1], data[:2])
m = memoryview(data)
for source in ['m.cast("x")', 'm.cast("II")', 'm.cast("<I")', 'm.cast("")', 'm.cast(1)', 'm.cast("\\xe9")', 'm[:3].cast("I")', 'm[::2].cast("B")', 'v.cast("d")', 'm.cast("I", 5)', 'm.cast("I", (5,))', 'm.cast("I", (2, 2)).shape', 'm.cast("I", (-1,))', 'm.cast("I", ("a",))', 'm.cast("B", [2**62, 4])', 'm.cast("I", (0,))', 'm.cast()', 'v.__setitem__(0, 2**32)', 'v.__setitem__(0, -1)', 'v.__setitem__(0, 1.5)', 'c.__setitem__(0, 5)', 'c.__setitem__(0, b"ab")', 'f.__setitem__(0, "a")', 'e.__setitem__(0, 1e6)', 'memoryview(data).cast("b").__setitem__(0, 128)', 'memoryview(data).cast("P")[0] >= 0', 'm.cast("B", ()).shape']:
    try:
        print(source, eval(source))
    except Exception as error:
        print(source, type(error).__name__, error)
