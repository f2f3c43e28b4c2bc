# += and its kin: in place where the type can, a new object where it cannot.
a = b = [1]
a += (2,)
a += 'xy'
a *= 2
print(a, b is a)
t = u = (1,)
t += (2,)
print(t, u)
s = r = {1, 2, 3}
s |= {4}; s &= {1, 2, 4}; s -= {1}; s ^= {9}
print(s, r is s)
d = e = {1: 2}
d |= {3: 4}; d |= [(5, 6)]
print(d, e is d)
f = frozenset([1]); g = f
f |= {2}
print(f, g)
ba = bb = bytearray(b'a')
ba += b'b'; ba *= 2
print(ba, bb is ba)
x = ([1],)
try:
    x[0] += [2]
except TypeError as error:
    print(error, x)
for source in ['v = []; v += 1', 'v = (); v += []', 'v = "a"; v += 1', 'v = {}; v |= 1', 'v = {}; v |= [1]', 'v = set(); v |= [1]', 'v = {1}; v -= [1]', 'v = {}.keys(); v &= 1', 'v = bytearray(); v += "a"', 'v = []; v *= "a"', 'v = []; v -= []', 'v = range(3); v *= []', 'v = 1; v @= 1', 'v = {}; v += {}', 'v = None; v //= 1']:
    try:
        exec(source)
        print(source, 'fine')
    except Exception as error:
        print(source, type(error).__name__, error)
