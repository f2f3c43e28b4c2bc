"""bytes.translate, slices with a step, fromhex and the like, also of bytearray."""
turned = bytes(range(255, -1, -1))
for data in (b"", b"a", b"hello\xff", bytes(range(256)), bytearray(b"hello")):
    print(data.translate(turned)[:8], data.translate(None, b"el"), data.translate(turned, b"l")[:8], data.translate(None))
    for start in (None, 0, 2, -1, 9, -9):
        for step in (1, 2, -1, -3, 2**70, -(2**70)):
            part = data[start::step]
            assert list(part) == list(data)[start::step] and type(part) is type(data)
    print(data[1:3], data[::-1][:4], data[-2:])
for text in ("", "00", "0aFF", "12 34", " 12", "12 ", "1 2", "0g", "g0", "123", "\u00e91", "12\u00e9", "12\n34\t56"):
    try:
        print(bytes.fromhex(text), bytearray.fromhex(text))
    except ValueError as error:
        print(repr(text), error)
for bad in (b"short", b"x" * 257):
    try:
        b"abc".translate(bad)
    except ValueError as error:
        print(error)
growing = [1, 2, 3]


class Adds:
    def __index__(self):
        if len(growing) < 8:
            growing.append(9)
        return 65


growing[1] = Adds()
print(bytes(growing))
