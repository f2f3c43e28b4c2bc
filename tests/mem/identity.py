"""`is` and `id()`: what is shared, what is new, which address repeats."""

print([i is int(str(i)) for i in (-6, -5, 0, 256, 257)])
a = "some text"
b = "some text"
print("constants of one code object", a is b)
print("one character", "abc"[0] is "cba"[2], chr(233) is chr(233), chr(300) is chr(300))
print("empty", "" is "".join([]), b"" is bytes(0), () is tuple([]))
print("one byte", b"x" is b"xy"[:1])
t = (1, 2)
print("tuples", t[:] is t, tuple(t) is t, t * 1 is t)
s = "text"
print("strs", str(s) is s, s[:] is s, s * 1 is s, s.strip() is s, s.replace("q", "") is s)
c = b"bytes"
print("bytes", bytes(c) is c, c[:] is c)
f = frozenset([1])
print("frozensets", frozenset(f) is f)
l = [1]
print("lists are copied", l[:] is l, list(l) is l)
n = 10**20
print("ints", int(n) is n, +n is n, n + 0 is n)
x = 1.5
print("floats", float(x) is x, +x is x)

n = 1000
before = id(n)
n += 1
print("+= moves an int", id(n) != before)
l = []
before = id(l)
l += [1]
l *= 2
l.sort()
print("a list stays", id(l) == before)

one = object()
address = id(one)
del one
two = object()
print("the block is used again", id(two) == address)
first, second = object(), object()
addresses = [id(first), id(second)]
del first, second
third, fourth = object(), object()
print("last in, first out", [id(third), id(fourth)] == addresses[::-1])
