# OSError: fields, the class for an error number, str and repr.
for n in list(range(1, 40)) + [103, 104, 108, 110, 111, 114, 115]:
    e = OSError(n, 'text')
    if type(e) is not OSError:
        print(n, type(e).__name__, e)
e = OSError(2, 'No such file', 'name')
print(repr(e), str(e), e.errno, e.strerror, e.filename, e.filename2, e.args)
e = OSError(2, 'No such file', 'a', None, 'b')
print(repr(e), str(e), e.filename2)
e = OSError(1)
print(repr(e), str(e), e.errno, e.strerror, e.filename)
e = OSError()
print(repr(e), str(e), e.errno)
e = OSError(1, 2, 3, 4, 5, 6)
print(repr(e), str(e), e.errno)
e = OSError('a', 'b')
print(type(e), str(e), e.errno)
class Mine(OSError): pass
print(type(Mine(2, 'x')), Mine(2, 'x', 'f'))
class Init(OSError):
    def __init__(self, a): self.a = a
e = Init(3)
print(repr(e), e.a, e.args, e.errno)
class New(OSError):
    def __new__(cls, *a, **k): return super().__new__(cls, *a)
    def __init__(self, *a, **k): super().__init__(*a)
print(repr(New(2, 'q')), New(2, 'q').errno)
e = FileNotFoundError(13, 'different')
print(type(e), e)
e = BlockingIOError(11, 'w', 7)
print(e.characters_written, e.filename, e)
try:
    BlockingIOError(11, 'w').characters_written
except AttributeError as err:
    print(err)
e.errno = 5
e.filename = 'new'
print(e)
e = OSError(2, 'x')
e.filename = None
print(e)
del e.filename
print(e, e.filename)
try:
    OSError(x=1)
except TypeError as err:
    print(err)
print(OSError(2, 'x', b'bytes'), OSError(2, 'x', 5), OSError(None, None), OSError(2, 'x', ''))
print(OSError(2, 'x', 'f').__reduce__(), OSError(2, 'x', 'f', None, 'g').__reduce__(), OSError(2, 'x').__reduce__())
