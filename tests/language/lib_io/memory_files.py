# StringIO and BytesIO.
import io
s = io.StringIO('one\ntwo\nthree')
print(s.read(2), s.tell(), s.readline(), s.readlines(), s.read(), s.seek(0), list(s), s.getvalue())
s.seek(0, 2); print(s.write('!!'), s.seek(1), s.write('XY'), s.getvalue(), s.truncate(4), s.getvalue(), s.tell())
s = io.StringIO(); print('a', 'b', sep='+', file=s); print(repr(s.getvalue()))
s = io.StringIO('a\r\nb\rc\n', newline=None); print(repr(s.getvalue()), s.readlines())
s = io.StringIO('a\nb', newline='\r\n'); print(repr(s.getvalue()), s.readlines())
s = io.StringIO('a\r\nb\rc\n', newline=''); print(s.readlines())
s = io.StringIO(); s.seek(3); s.write('x'); print(repr(s.getvalue()))
for op in (lambda: s.write(5), lambda: s.write(b'x'), lambda: s.seek(-1), lambda: s.seek(1, 1), lambda: s.seek(0, 5), lambda: io.StringIO(5), lambda: io.StringIO('', 'x'), lambda: s.read('x'), lambda: s.truncate(-1), lambda: s.fileno(), lambda: s.detach()):
    try: op()
    except Exception as e: print(type(e).__name__, e)
print(s.readable(), s.writable(), s.seekable(), s.isatty(), s.closed, s.line_buffering, s.newlines, s.encoding, s.errors)
s.close()
for op in (s.read, s.getvalue, lambda: s.write('x'), s.readable, lambda: list(s), s.__enter__):
    try: op()
    except ValueError as e: print(e)
b = io.BytesIO(b'abc\ndef\n')
print(b.read(2), b.tell(), b.readline(), b.readlines(), b.getvalue(), b.seek(-3, 2), b.read1(), b.seek(1), b.write(b'ZZ'), b.getvalue(), b.seek(2, 1), b.read())
x = bytearray(3); b.seek(0); print(b.readinto(x), x, b.truncate(2), b.getvalue(), bytes(b.getbuffer()))
b.seek(5); b.write(b'!'); print(b.getvalue())
for op in (lambda: b.write('x'), lambda: b.seek(-1), lambda: b.seek(0, 7), lambda: io.BytesIO('x'), lambda: b.truncate(-1), lambda: b.read('x')):
    try: op()
    except Exception as e: print(type(e).__name__, e)
with io.BytesIO(b'q') as c: print(c.read())
print(c.closed)
class Sub(io.StringIO):
    extra = 1
q = Sub('x\ny'); q.attr = 2; print(q.read(), q.attr, q.extra, isinstance(q, io.TextIOBase), isinstance(q, io.IOBase))
class Raw(io.RawIOBase):
    def __init__(self, data): self.data = data
    def readable(self): return True
    def readinto(self, b):
        n = min(len(b), len(self.data), 3)
        b[:n], self.data = self.data[:n], self.data[n:]
        return n
print(Raw(b'hello world').read(4), Raw(b'hello world').readall(), io.BufferedReader(Raw(b'line one\nline two')).readlines())
print(io.TextIOWrapper(io.BufferedReader(Raw(b'text\nmore')), encoding='utf-8').readlines())
