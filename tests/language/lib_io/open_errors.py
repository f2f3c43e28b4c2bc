# What open refuses, with its words.
tests = [("/no/such/file",), ("/tmp",), ("/tmp", "w"), ("/tmp", "r+"), ("",), ("/dev/null/x",), ("a\0b",), (None,), (1.5,), ([],), (-1,), (object(),), ("x", "q"), ("x", ""), ("x", "rw"), ("x", "rb+t"), ("x", "bt"), ("x", "rr"), ("x", "U"), ("x", "+"), ("x", "b"), ("x", 5), ("x", None),
         ("/dev/null", "r", 0), ("/dev/null", "r", -5), ("/dev/null", "rb", 1.5), ("/dev/null", "rb", -1, "utf-8"), ("/dev/null", "rb", -1, None, "strict"), ("/dev/null", "rb", -1, None, None, "\n"), ("/dev/null", "r", -1, 5), ("/dev/null", "r", -1, None, 5),
         ("/dev/null", "r", -1, None, None, None, False), (999,), (10**30,)]
for args in tests:
    try:
        print(args, open(*args))
    except Exception as e:
        print(args if 'object' not in repr(args) else 'object', type(e).__name__, e, getattr(e, 'errno', None))
for call in (lambda: open(), lambda: open('x', foo=1), lambda: open(*range(9)), lambda: open('x', 'r', mode='w')):
    try: call()
    except TypeError as e: print(e)
class P:
    def __init__(self, p): self.p = p
    def __fspath__(self): return self.p
print(open(P('/dev/null')).name, open(b'/dev/null').name)
for bad in (P(5), P(None)):
    try: open(bad)
    except TypeError as e: print(e)
import io
f = open('/dev/null', 'w')
for op in ('read', 'readline', 'readlines'):
    try: getattr(f, op)()
    except io.UnsupportedOperation as e: print(op, e, isinstance(e, OSError), isinstance(e, ValueError))
f = open('/dev/null')
for op in (lambda: f.write('x'), lambda: f.writelines(['x']), lambda: f.seek(1, 1), lambda: f.seek(-1), lambda: f.seek(0, 5), lambda: f.seek(1, 2), lambda: f.seek('x'), lambda: f.read('x'), lambda: f.readline('x'), lambda: f.write(5), lambda: f.truncate(5)):
    try: op(); print('fine')
    except Exception as e: print(type(e).__name__, e)
w = open('/dev/null', 'w')
for bad in (5, b'x', None):
    try: w.write(bad)
    except TypeError as e: print(e)
print(io.UnsupportedOperation, io.UnsupportedOperation.__mro__)
print(open.__name__)
