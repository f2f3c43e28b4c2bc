# bytes, bytearray and memoryview.
b = b"hello world"
print(b, len(b), b[0], b[-1], b[1:4], b[::-1], b * 2, b + b"!", b"lo" in b, 104 in b, list(b)[:3], b.find(b"o"), b.rfind(b"o"), b.count(b"l"))
print(b.split(), b.split(b"o"), b.partition(b" "), b.replace(b"l", b"L", 2), b.upper(), b.title(), b.center(15, b"*"), b.hex(), b.hex(":", 2), bytes.fromhex("68 65"))
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes("h\xe9", "utf-8"), bytes(b"x"), bytes(bytearray(b"y")), bytes(range(3)))
print(repr(b"it's"), repr(b'"\x00\xff\n\\'), str(b"x"), b"caf\xc3\xa9".decode(), b"\xff".decode("latin-1"), b"\xff".decode("utf-8", "backslashreplace"))
print(b"%d %s %r %x %5.1f|%-4s|" % (5, b"x", "q", 255, 1.5, b"z"), b"%(k)s" % {b"k": b"v"}, b"%c%c" % (65, b"B"))
print(b"a" < b"b", b"a" == "a", b"a" == bytearray(b"a"), hash(b"a") == hash(b"a"), {b"k": 1}[b"k"], b"".join([b"a", bytearray(b"b"), memoryview(b"c")]))
print(b[:] is b, bytes(b) is b, b + b"" is b, b * 1 is b, b.strip() is b, b[0:1] is b"h", b[:0] is b"", bytes([104]) is b"h")
a = bytearray(b"abc")
a.append(100)
a.extend(b"ef")
a += b"g"
a[0] = 65
a[1:3] = b"----"
del a[-1]
a.insert(1, 33)
print(a, a.pop(), a.pop(0), a, len(a), a.index(b"d"), a.copy() == a, a.copy() is a)
a.reverse()
print(a, bytes(a), a[::2], a * 2, list(a)[:2], a.decode(), a.upper(), type(a.upper()).__name__)
del a[::2]
a[::2] = b"xy"[: len(a[::2])]
print(a, repr(bytearray(b"it's")), bytearray(4), bytearray("x", "ascii"), bytearray([1, 2]))
a.clear()
print(a, bool(a), bool(bytearray(1)))
data = bytearray(b"0123456789")
m = memoryview(data)
print(len(m), m[0], m[-1], bytes(m[2:5]), m[::2].tolist(), m[::-3].tobytes(), m.readonly, m.format, m.itemsize, m.nbytes, m.shape, m.strides)
m[0] = 65
m[1:4] = b"BCD"
print(data, m == data, m.tobytes() == data, m.cast("H")[0], m.cast("B") == m, list(m[:2]), m.obj is data, m.hex())


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


attempt(lambda: data.append(1))
with m:
    pass
attempt(lambda: data.append(1))
attempt(lambda: m[0])
print(data)
attempt(lambda: memoryview("x"))
attempt(lambda: memoryview(b"x").__setitem__(0, 1))
attempt(lambda: bytes("x"))
attempt(lambda: bytes([256]))
attempt(lambda: bytes(-1))
attempt(lambda: b"x" + "y")
attempt(lambda: b"x"["y"])
attempt(lambda: b"x"[3])
attempt(lambda: b"x".find("y"))
attempt(lambda: "y" in b"x")
attempt(lambda: b"\xff".decode())
attempt(lambda: bytes.fromhex("6x"))
attempt(lambda: bytearray(b"x").pop(3))
attempt(lambda: bytearray(b"").pop())
attempt(lambda: hash(bytearray()))
attempt(lambda: b"%d" % "x")
attempt(lambda: b"x".join(["y"]))


class B(bytes):
    def __bytes__(self):
        return b"own"


print(B(b"abc"), bytes(B(b"abc")), B(b"abc")[1:], type(B(b"a")[:]).__name__, B(b"x") == b"x", B.fromhex("41"), type(B.fromhex("41")).__name__)
print(type(iter(b"")).__name__, type(iter(bytearray())).__name__, list(iter(b"ab")), [*bytearray(b"ab")])
