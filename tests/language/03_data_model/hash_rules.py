class A: pass
class B:
    def __eq__(self, o): return True
class C(B):
    __hash__ = A.__hash__
class D(B):
    def __hash__(self): return 5
class E(D):
    def __eq__(self, o): return False
class F:
    __hash__ = None
class G(F): pass
class H(F):
    def __hash__(self): return 1
for k in (A, B, C, D, E, F, G, H):
    try:
        hash(k())
        print(k.__name__, "hashable", k.__hash__ is None)
    except TypeError as e:
        print(e)
for value in (1, -1, -2, 2**61 - 1, 2**61, 2**64, -2**70, True, 10**30, 1.5, "x", None, object()):
    class X:
        def __hash__(self): return value
    try:
        print(hash(X()), end=" ")
    except TypeError as e:
        print(e, end=" ")
print()
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(-1), hash(2**61 - 1), hash(2**62), hash(-2**63), hash(float("inf")), hash(0.5), hash(1e300), hash(3 + 4j))
print(hash(()) , hash((1, 2)), hash((1, (2, 3))), hash(frozenset()), hash(frozenset([1, 2, 3])), hash(range(5)), hash(slice(1, 2)) == hash(slice(1, 2)))
for v in ([], {}, set(), ([],), slice([], 1), bytearray(b"x"), {1: []}.keys(), {1: 2}.items()):
    try:
        hash(v)
        print("ok", type(v).__name__)
    except TypeError as e:
        print(e)
print(hash("") == hash(b"") , hash("a") == hash(b"a"), hash("abc"), hash(b"abc"), hash("\u20ac"), hash("\U0001f600"))
print(isinstance(hash(A), int), hash(A.__hash__) == hash(A.__hash__), hash(print) == hash(print))
class S(str):
    def __hash__(self): return 7
d = {"k": 1, S("k"): 2}
print(len(d), d["k"], hash(S("k")))
a = A()
print(hash(a.__init__) == hash(a.__init__), a.__init__ == a.__init__, A().__init__ == A().__init__)
print(B.__dict__["__hash__"], "__hash__" in A.__dict__, F.__hash__)
