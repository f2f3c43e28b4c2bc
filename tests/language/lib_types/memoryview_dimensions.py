# Views of several dimensions, and of none.
data = bytearray(range(24))
v = memoryview(data).cast('B', (2, 3, 4))
print(v.ndim, v.shape, v.strides, v.nbytes, len(v), v.c_contiguous, v.f_contiguous, v.contiguous, v.tolist(), v[1, 2, 3], v[-1, 0, -4], v.tobytes() == bytes(data), v.tobytes('F'), v.tobytes('A') == v.tobytes(None))
v[0, 1, 2] = 99
print(data[6], v[1:].tolist(), v[::-1].shape, v[::-1].strides, v[::-1].tobytes(), v[::-1].c_contiguous, v[2:].tolist(), v == memoryview(data).cast('B', [2, 3, 4]), v == memoryview(data), v.hex(), v.cast('B').shape)
z = memoryview(b'\x07\0\0\0').cast('I', ())
print(z.ndim, z.shape, z.strides, z[()], z.tolist(), z.nbytes, z.tobytes(), z[...] is z, z == z, z.cast('B').tolist(), z == memoryview(b'\x07\0\0\0').cast('i', []))
w = memoryview(bytearray(4)).cast('I', []); w[()] = 5; w[...] = 6; print(w[()], w.obj)
for source in ['v[0]', 'v[0, 0]', 'v[0, 0, 0, 0]', 'v[5, 0, 0]', 'v[0, 3, 0]', 'v[0:1, 0:1, 0:1]', 'v[0:1, 0]', 'v["a"]', 'v.__setitem__(0, 1)', 'v.__setitem__(slice(0, 1), b"abc")', 'v.__setitem__((0, 0), 1)', 'list(v)', 'iter(v)', '5 in v', 'len(z)', 'z[0]', 'z[0:1]', 'iter(z)', 'w.__setitem__(0, 1)', 'v.cast("B", (4, 6))', 'v[::-1].cast("B")', 'memoryview(b"").cast("B", (0,))', 'v[2:].cast("B")', 'memoryview(data).cast("B", (1,) * 65)', 'memoryview(data).cast("B", (2, 5))', 'hash(memoryview(bytes(data)).cast("B", (2, 12))) == hash(bytes(data))', 'v.tobytes("x")', 'v.tobytes(1)', 'v[...]', 'v[()]', 'bytes(v) == bytes(data)', 'reversed(v)']:
    try:
        result = eval(source)
        print(source, type(result).__name__ if 'reversed' in source else result)
    except Exception as error:
        print(source, type(error).__name__, error)
