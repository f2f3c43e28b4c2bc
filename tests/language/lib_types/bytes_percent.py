# % formatting of bytes and bytearrays.
class Own:
    def __bytes__(self): return b'own'
print(b'%d %i %u %x %X %o' % (1, -2, 3, 255, 255, 8), b'%5d|%-5d|%05d|%+d|% d' % (1, 2, 3, 4, 5), b'%s %b %s %s' % (b'a', bytearray(b'b'), memoryview(b'c'), Own()), b'%a %r' % ('\xe9', 'x'), b'%c%c' % (65, b'B'), b'%f %.2e %g %.3F' % (1.5, 1234.5, 1e-5, 2), b'%%', b'%5s|%-5s|%.2s' % (b'ab', b'ab', b'abc'), b'%(k)s %(k)d' % {b'k': Own()} if False else b'%(k)s' % {b'k': b'v'}, b'%*d|%-*d|%.*f' % (5, 1, 5, 2, 2, 1.234), bytearray(b'%d') % 5, b'%#x %#o' % (255, 8))
for text in ['b"%s" % "a"', 'b"%d" % "a"', 'b"%d" % b"1"', 'b"%c" % 256', 'b"%c" % "a"', 'b"%c" % b"ab"', 'b"%s"', 'b"%s" % ()', 'b"%s" % (b"a", b"b")', 'b"a" % 1', 'b"%y" % 1', 'b"%" % 1', 'b"%(a)s" % 1', 'b"%(a)s" % {"a": b"x"}', 'b"%(a" % {}', 'b"%f" % "a"', 'b"%x" % 1.5', 'b"%s" % 5', 'b"%b" % None', 'b"%*d" % ("a", 1)', 'b"%s" % 1.5', 'b"%i" % None', 'b"a" % {}', 'b"a" % []']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
