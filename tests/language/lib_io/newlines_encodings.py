# newline= in every form, encodings, error handlers, byte order marks.
name = '/tmp/_minipy_newlines.txt'
def put(b): 
    with open(name, 'wb') as f: f.write(b)
def get():
    with open(name, 'rb') as f: return f.read()
put(b'a\nb\r\nc\rd')
for nl in (None, '', '\n', '\r', '\r\n'):
    with open(name, newline=nl) as f: print(repr(nl), f.readlines(), f.newlines)
    with open(name, newline=nl) as f: print([f.read(2), f.read(2), f.readline(), f.read()])
for nl in (None, '', '\n', '\r', '\r\n'):
    with open(name, 'w', newline=nl) as f: f.write('x\ny\r\nz\r')
    print(repr(nl), get())
for bad in ('x', 'a\n', 5):
    try: open(name, newline=bad)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
text = 'aé€😀\n'
for enc in ('utf-8', 'UTF8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-be'):
    with open(name, 'w', encoding=enc) as f: f.write(text); f.write('second\n'); where = f.encoding
    raw = get()
    with open(name, encoding=enc) as f: print(enc, where, raw[:8], f.read() == text + 'second\n')
    with open(name, encoding=enc) as f: print([f.read(1) for _ in range(5)], f.readline(), f.tell() == len(raw))
    with open(name, 'a', encoding=enc) as f: f.write('more')
    with open(name, encoding=enc) as f: print(f.readlines()[-1])
for enc in ('ascii', 'latin-1'):
    try:
        with open(name, 'w', encoding=enc) as f: f.write('é€')
    except UnicodeEncodeError as e: print(e)
for err in ('ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace'):
    with open(name, 'w', encoding='ascii', errors=err) as f: f.write('é€x'); print(f.errors)
    print(get())
put(b'ok\xff\xe9end\n')
try: open(name, encoding='utf-8').read()
except UnicodeDecodeError as e: print(e, e.object)
for err in ('ignore', 'replace', 'backslashreplace', 'surrogateescape'):
    with open(name, encoding='utf-8', errors=err) as f: print(ascii(f.read()))
try: open(name, encoding='no-such')
except LookupError as e: print(e)
with open(name, 'w', errors='surrogateescape') as f: f.write('a\udcffb')
print(get())
put('é'.encode() * 5000 + b'\n' + 'x€'.encode() * 5000)
with open(name, encoding='utf-8') as f: print(len(f.readline()), f.tell(), len(f.read(5)), f.tell(), len(f.read()))
with open(name, encoding='utf-8') as f: f.read(4500); at = f.tell(); a = f.read(20); f.seek(at); print(at, a == f.read(20))
