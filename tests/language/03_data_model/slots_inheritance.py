class A: __slots__ = ("a",)
class B(A): __slots__ = ("b",)
class C(B): __slots__ = ()
class D(C): pass
class E(A): __slots__ = ("a",)
d = D(); d.a = 1; d.b = 2; d.z = 3
print(d.a, d.b, d.__dict__, [n for n in ("a", "b") if n in D.__dict__], A.a.__get__(d), B.b.__objclass__.__name__)
e = E(); e.a = 5
try:
    A.a.__get__(e)
except AttributeError as x:
    print("base slot empty:", x)
A.a.__set__(e, 6)
print(e.a, A.a.__get__(e))
for f in (lambda: A.a.__get__(1), lambda: A.a.__set__(1, 2), lambda: A.a.__delete__(1), lambda: B.b.__get__(A()), lambda: A.a.__get__(None, A), lambda: A.a.__get__(None, None)):
    try:
        print(f())
    except TypeError as x:
        print(x)
class Mixin: __slots__ = ()
class F(B, Mixin): __slots__ = ("f",)
f = F(); f.a = f.b = f.f = 1
print(hasattr(f, "__dict__"), F.__slots__, F.__mro__[1:3] == (B, Mixin))
class G(int):
    __slots__ = ()
print(G(5), hasattr(G(5), "__dict__"))
class H(dict): __slots__ = ("x",)
h = H(k=1); h.x = 2
print(h, h.x, hasattr(h, "__dict__"))
class I(Exception): __slots__ = ("code",)
i = I("msg"); i.code = 3; i.other = 4
print(i.code, i.__dict__, i.args)
class J:
    __slots__ = ("x", "__weakref__")
    def __init__(self): self.x = self
j = J(); j.x.x.x = j
print(j.x is j)
class K:
    __slots__ = tuple("abcdefghij")
    def __init__(self):
        for n in self.__slots__: setattr(self, n, n * 2)
print([getattr(K(), n) for n in K.__slots__])
class L:
    __slots__ = (n for n in ("p", "q"))
print(sorted(n for n in L.__dict__ if len(n) == 1), list(L.__slots__))
class N:
    __slots__ = ["v"]
    v2 = property(lambda s: s.v)
    def __getattr__(self, n): return "dyn " + n
n = N()
print(n.v, n.other)
n.v = 1
print(n.v, n.v2)
N.late = 5
try:
    n.late = 6
except AttributeError as x:
    print(x)
class O(A):
    a = "class attribute"
o = O()
print(o.a, A.a.__get__(o, O) if False else "")
o.a = "own"
print(o.a, o.__dict__)
