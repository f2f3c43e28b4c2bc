# Every augmented operator on names, attributes, items and slices; in-place methods and fallbacks.
class N:
    def __init__(self, v): self.v = v
    def __repr__(self): return f'N({self.v})'
ops = {'+': 'add', '-': 'sub', '*': 'mul', '/': 'truediv', '//': 'floordiv', '%': 'mod', '**': 'pow', '@': 'matmul', '&': 'and', '|': 'or', '^': 'xor', '<<': 'lshift', '>>': 'rshift'}
for op, name in ops.items():
    setattr(N, f'__i{name}__', lambda self, o, name=name: N((name, 'in place', self.v, o)))
    n = N(1)
    class A: pass
    a = A(); a.x = N(2); l = [N(3)]; d = {'k': N(4)}
    exec(f'n {op}= 5; a.x {op}= 6; l[0] {op}= 7; d["k"] {op}= 8')
    print(op, n, a.x, l, d)
class F:
    def __add__(self, o): return 'add'
    def __radd__(self, o): return 'radd'
    def __iadd__(self, o): return NotImplemented
f = F(); f += 1; print(f)
g = 5; g += F(); print(g)
t = ([],)
try: t[0] += [1]
except TypeError as e: print(e, t)
l = [1, 2, 3]; k = l
l += (4,); print(k, l is k)
l *= 2; print(k, l is k)
l[1:3] += 'ab'; print(l)
s = {1}; r = s; s |= {2}; s -= {1}; s ^= {5}; s &= {5, 6}; print(r, s is r)
d = {1: 1}; e = d; d |= {2: 2}; print(e)
x = 7; x //= 2; x **= 3; x %= 10; x <<= 4; x >>= 2; x |= 1; x &= 13; x ^= 3; print(x)
x = 7; x /= 2; x -= 1; x *= 4; print(x)
for bad in ('None + 1', '[] + ()', '"a" - "b"', '1 @ 2', '{} | 1', '"a" * "b"', 'object() << 1', '[] - 1', '1.5 | 1', '"a" ** 2'):
    a, op, b = bad.split()
    for text in (bad, f'v = {a}; v {op}= {b}'):
        try: exec(text)
        except TypeError as e: print(text, '->', e)
def local():
    v = 1
    v += v * 2
    return v
print(local())
def unbound():
    q += 1
try: unbound()
except UnboundLocalError as e: print(e)
class C:
    n = 1
    n += 1
    def m(self): self.n += 10; return self.n
c = C(); print(c.m(), C.n)
