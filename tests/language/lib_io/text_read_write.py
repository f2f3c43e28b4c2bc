# open for text: write, read, readline, readlines, iteration, seek, tell, truncate.
name = '/tmp/_minipy_text_read_write.txt'
with open(name, 'w', encoding='utf-8') as f:
    print(f.write('first\n'), f.write('second ä€😀\n'), f.writelines(['third\n', 'last']), f.tell())
    print(f.mode, f.encoding, f.errors, f.closed, f.readable(), f.writable(), f.seekable(), f.isatty(), f.newlines, f.line_buffering)
print(f.closed, f.name == name)
with open(name, encoding='utf-8') as f:
    print(repr(f.read(3)), f.tell(), repr(f.readline()), f.tell(), repr(f.readline(4)), repr(f.read(5)), f.tell(), repr(f.read()), repr(f.read()), repr(f.readline()))
    print(f.seek(0), f.readlines(), f.newlines)
    f.seek(6)
    print(repr(f.readline()))
    f.seek(0)
    print([line for line in f])
    print(f.seek(0, 2), f.tell(), repr(f.read()))
    f.seek(0)
    print(f.readlines(7), list(f))
    f.seek(0)
    for line in f:
        try: f.tell()
        except OSError as e: print(e)
        break
with open(name, 'a', encoding='utf-8') as f: print(f.tell() > 0, f.write('\nappended'))
with open(name, 'r+', encoding='utf-8') as f:
    print(len(f.read()), f.seek(0), f.write('FIRST'), f.seek(0), repr(f.readline()))
    print(f.truncate(10), f.seek(0), repr(f.read()))
with open(name, 'w+') as f:
    f.write('abc'); f.seek(1); print(f.read(), f.seek(0), f.truncate(), repr(f.read()))
with open(name, 'w') as f: print('x', 1, None, sep='-', end='!\n', file=f, flush=True)
print(open(name).read(), end='')
try: open(name, 'x')
except FileExistsError as e: print(e.errno, e.strerror, e.filename == name)
f = open(name); f.close(); f.close()
for op in (f.read, f.readline, f.fileno, f.isatty, f.tell, f.flush, f.seekable, f.readable, lambda: f.write('x'), lambda: f.seek(0), lambda: next(f), lambda: iter(f), f.__enter__, f.readlines, f.truncate):
    try: op()
    except ValueError as e: print(e)
