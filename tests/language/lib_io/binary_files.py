# open for bytes: buffered and raw, readinto, peek, seek from everywhere, modes.
name = '/tmp/_minipy_binary_files.bin'
with open(name, 'wb') as f:
    print(type(f).__name__, f.write(b'0123456789\nabcdef\n'), f.write(bytearray(b'xyz')), f.write(memoryview(b'!!')), f.tell(), f.mode, f.raw.mode)
with open(name, 'rb') as f:
    print(type(f).__name__, f.mode, f.name == name, f.read(4), f.tell(), f.peek(2)[:3], f.read1(2), f.readline(), f.readline(2), f.readlines())
    print(f.seek(2), f.read(2), f.seek(3, 1), f.read(1), f.seek(-3, 2), f.read(), f.read(), f.read(0))
    b = bytearray(5)
    f.seek(0)
    print(f.readinto(b), b, f.seek(-2, 2), f.readinto(b), b)
    f.seek(0)
    print([line for line in f])
with open(name, 'rb', buffering=0) as f:
    print(type(f).__name__, f.mode, f.closefd, f.read(3), f.readall()[:4], f.seek(0), f.readline(), f.tell(), f.readable(), f.writable())
with open(name, 'r+b') as f:
    print(type(f).__name__, f.mode, f.read(2), f.write(b'##'), f.seek(0), f.read(6), f.tell(), f.truncate(8), f.seek(0), f.read())
with open(name, 'ab') as f: print(f.mode, f.tell(), f.write(b'end'))
with open(name, 'w+b') as f: print(f.mode, f.write(b'new'), f.seek(0), f.read())
with open(name, 'rb') as f:
    for op in (lambda: f.write(b'x'), lambda: f.truncate(0), lambda: f.read(-5), lambda: f.read('x'), lambda: f.seek(-1), lambda: f.seek(0, 9), lambda: f.read(1.5), lambda: f.readinto(b'ro'), lambda: f.readinto(5)):
        try: op()
        except Exception as e: print(type(e).__name__, e)
with open(name, 'wb') as f:
    for op in (lambda: f.read(), lambda: f.readline(), lambda: f.write('str'), lambda: f.write(5), lambda: list(f)):
        try: op()
        except Exception as e: print(type(e).__name__, e)
f.close()
for op in (f.flush, f.tell, f.fileno, lambda: f.write(b'x'), lambda: f.seek(0)):
    try: op()
    except ValueError as e: print(e)
f = open(name, 'rb'); f.close()
for op in (f.read, f.readline, f.peek, f.read1, lambda: next(f), lambda: f.__enter__()):
    try: op()
    except ValueError as e: print(e)
print(repr(f).replace(name, 'NAME'), repr(f.raw), f.closed)
big = bytes(range(256)) * 100
with open(name, 'wb') as f:
    for i in range(0, len(big), 1000): f.write(big[i:i + 1000])
with open(name, 'rb') as f: print(f.read() == big, f.seek(9000), f.read(300) == big[9000:9300], f.tell())
