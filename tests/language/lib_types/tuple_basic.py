# Tuples: construction, identity, operators, methods, hashing, comparison.
def attempt(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error)

print((), (1,), (1, 2), ((),), tuple(), tuple("ab"), tuple([1, 2]), tuple({3: 4}), tuple(range(3)), tuple(x for x in "xy"))
t = (1, 2, 3)
print(tuple(t) is t, t[:] is t, t * 1 is t, 1 * t is t, t + () is t, () + t is t, t[0:3] is t, t[0:] is t, t[::1] is t, t[::-1] is t, t[:2] is t)
print(tuple() is (), tuple([]) is (), t[5:] is (), t * 0 is (), t * -3 is (), () * 5 is (), t[:0] is (), () + () is ())
print(t[0], t[-1], t[True], t[1:], t[::-1], t[::2], t[-2:], t[3:1], t[slice(1)], t[-100:100])
print(t + (4,), t * 2, 2 * t, () * 3, (0,) * 5, len(t), len(()), bool(()), bool((0,)))
print(1 in t, 4 in t, 2.0 in t, None in (None,), t.index(2), t.index(3, 1), t.index(3, -1), t.count(1), t.count(9), (1, True, 1.0).count(1))
print((1, 2) == (1, 2), (1, 2) < (1, 3), (1, 2) < (1, 2, 0), () < (0,), (2,) > (1, 9), (1,) != (1,), (1, 2) <= (1, 2), (1,) >= (2,), (1, "a") == (1, "b"))
nan = float("nan")
print((nan,) == (nan,), (nan,) == (float("nan"),), nan in (nan,), (nan, 1) < (nan, 2))
print(hash(()), hash((1,)), hash((1, 2)), hash((1, 2, 3)), hash((-1, 0)), hash(((), ())), hash((0,) * 20), hash((1.5, 2**100, True)), hash((1,)) == hash((1.0,)))
print(repr(()), repr((1,)), repr((1, (2, (3,)))), str(("a", 'b"', None)))
l = []
r = (l, 1)
l.append(r)
print(r, l)
print(t.__getnewargs__(), t.__len__(), t.__getitem__(0), t.__add__((9,)), t.__mul__(2), t.__rmul__(0), t.__contains__(1), t.__eq__([1, 2, 3]), t.__hash__() == hash(t))

class Sub(tuple):
    pass

s = Sub([1, 2])
s.extra = 1
print(s, type(s).__name__, s.extra, type(s[:]).__name__, type(s + ()).__name__, type(s * 1).__name__, type(tuple(s)).__name__, tuple(s) is s, s == (1, 2), hash(s) == hash((1, 2)))
print(Sub() is (), Sub(s) is s, Sub(), Sub((5,)) + (6,), s.__getnewargs__(), (0,) + s, s < (1, 3))
class New(tuple):
    def __new__(cls, a, b): return tuple.__new__(cls, (a, b))
    @property
    def first(self): return self[0]
n = New(3, 4)
print(n, n.first, isinstance(n, tuple), type(n).__name__)
a, b, *c = (1, 2, 3, 4)
print(a, b, c, (*t, *t), tuple((*"ab", 1)))
import sys
print([sys.getsizeof((None,) * i) for i in range(4)], tuple.__itemsize__, tuple.__basicsize__)
attempt(lambda: ()[0])
attempt(lambda: t[3])
attempt(lambda: t[-4])
name = "a"
attempt(lambda: t[name])
attempt(lambda: t[10**30])
attempt(lambda: t + [1])
attempt(lambda: t + 1)
attempt(lambda: t * "a")
attempt(lambda: t * 10**30)
attempt(lambda: t - t)
attempt(lambda: t < [1])
attempt(lambda: t < 1)
attempt(lambda: (1, None) < (1, 2))
attempt(lambda: hash(([],)))
attempt(lambda: hash((1, {})))
attempt(lambda: t.index(9))
attempt(lambda: t.index(1, 1))
attempt(lambda: t.index(1, "x"))
attempt(lambda: t.index())
attempt(lambda: t.count())
attempt(lambda: t.count(1, 2))
attempt(lambda: tuple(1))
attempt(lambda: tuple([], []))
attempt(lambda: tuple(x=1))
attempt(lambda: tuple.__new__(list))
attempt(lambda: tuple.__new__())
attempt(lambda: t.append)
attempt(lambda: t[::0])
attempt(lambda: setattr(t, "x", 1))
def set0(): t[0] = 1
def del0(): del t[0]
attempt(set0)
attempt(del0)
def stops():
    yield 1
    raise KeyError("stop")
attempt(lambda: tuple(stops()))
class BadEq:
    def __eq__(self, other): raise KeyError("eq")
    def __hash__(self): raise KeyError("hash")
attempt(lambda: 1 in (BadEq(),))
attempt(lambda: (BadEq(),) == (1,))
attempt(lambda: hash((BadEq(),)))
deep = ()
for i in range(1000): deep = (deep,)
print(len(repr(deep)), hash(deep) == hash(deep), deep == deep)
