class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
s = list(range(10))
print(s[I(2)], s[I(-1)], s[I(1):I(4)], s[::I(3)], (1, 2, 3)[I(0)], "abc"[I(1)], b"abc"[I(2)], range(9)[I(3)], bytearray(b"xyz")[I(0)])
print([1] * I(2), I(2) * [1], "ab" * I(3), I(2) * (1,), hex(I(255)), bin(I(5)), oct(I(8)), chr(I(65)), range(I(3)), int(I(7)), float(I(2)), complex(I(3)))
print(s.index(5, I(2), I(8)), "abcabc".find("c", I(3)), round(2.567, I(1)), bytes([I(65)]), list(range(I(1), I(7), I(2))), int("11", I(2)), [3, 1][I(True)])
s[I(0)] = 99
del s[I(1)]
s.insert(I(0), 5); s.pop(I(-1))
print(s)
print(slice(0, I(5), I(2)).indices(I(4)), memoryview(b"abc")[I(1)], "%d %x %c" % (3, I(10), I(66)), format(255, "x"))
for v in (1.5, "x", None, True, 2**70, -2**70):
    for f in (lambda i: s[i], lambda i: [1] * i, lambda i: range(i), lambda i: hex(i), lambda i: s[i:], lambda i: chr(i), lambda i: bytes(i) if not isinstance(i.v, int) else 0, lambda i: int(i)):
        try:
            r = f(I(v))
            print(type(r).__name__, end="; ")
        except (TypeError, IndexError, OverflowError, ValueError, MemoryError) as e:
            print(type(e).__name__, e, end="; ")
    print()
class Boom:
    def __index__(self): raise KeyError("boom")
for f in (lambda: s[Boom()], lambda: s[Boom():], lambda: [0] * Boom(), lambda: range(Boom()), lambda: int(Boom()), lambda: float(Boom()), lambda: bytes(Boom()), lambda: "".center(Boom()), lambda: round(1.5, Boom()), lambda: (1 << Boom())):
    try:
        print(f())
    except (KeyError, TypeError) as e:
        print(type(e).__name__, e)
class Sub(int): pass
class RetSub:
    def __index__(self): return Sub(3)
print(s[int(RetSub.__index__(None))], type(Sub(3).__index__()))
