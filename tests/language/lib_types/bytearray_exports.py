# A bytearray with views keeps its size.
a = bytearray(b'abcdef')
with memoryview(a) as view:
    for source in ['a.append(1)', 'a.pop()', 'a.clear()', 'a.extend(b"x")', 'a += b"x"', 'del a[0]', 'a[:] = b""', 'a[0:2] = b"xyz"', 'a.insert(0, 1)', 'a *= 2', 'a.remove(97)', 'a[::2] = b"123"', 'a[0] = 65', 'a[0:2] = b"QQ"', 'a.reverse()', 'a.__init__(b"zzz")', 'a *= 1', 'a += b""', 'a.extend(b"")']:
        try:
            exec(source)
            print(source, 'fine', a)
        except BufferError as error:
            print(source, error)
    print(view.tobytes(), bytes(view[1:3]))
a.append(33)
print(a)
view = memoryview(a)
part = view[2:]
view.release()
try:
    a.append(1)
except BufferError as error:
    print(error)
part.release(); a.append(1); print(len(a))
view = memoryview(a); del view; a.append(2); print(len(a))
