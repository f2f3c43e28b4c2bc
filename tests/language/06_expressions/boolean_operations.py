# and, or, not, conditional expressions: values, short circuit, __bool__ and __len__.
class B:
    def __init__(self, v): self.v = v
    def __bool__(self): print('bool', self.v, end=' '); return self.v
    def __repr__(self): return f'B({self.v})'
t, f = B(True), B(False)
print(t and f, f and t, t or f, f or t)
print(not t, not f, not not t)
print(t if f else f)
print((t and f) or (f and t) or t)
if t and not f: print('both')
if f or (t and f): print('never')
else: print('else')
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print(bool(L(0)), bool(L(3)), L(0) and 1)
for bad in (-1, 'x', 10**30):
    try:
        bool(L(bad))
    except Exception as e:
        print(type(e).__name__, e)
class X:
    def __bool__(self): return 1
try:
    not X()
except TypeError as e:
    print(e)
try:
    if X(): pass
except TypeError as e:
    print(e)
class R:
    def __bool__(self): raise KeyError('in bool')
for g in (lambda: R() and 1, lambda: R() or 1, lambda: not R(), lambda: 1 if R() else 2, lambda: [x for x in [1] if R()]):
    try:
        g()
    except KeyError as e:
        print(repr(e))
print(0 or '' or [] or None, 1 and 'a' and [0] and {})
print([] or {} and 1, (1 if [] else 2 if {} else 3))
x = 1 if 0 else 2,
print(x)
print(None is None and 0 is not None, 1 in [1] and 2 not in [1])
