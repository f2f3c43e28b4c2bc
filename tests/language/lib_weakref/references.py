# Weak references: identity, equality, hashes, callbacks in order.
import weakref


class C:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return hash(self.n)


a, b = C(1), C(1)
r, s = weakref.ref(a), weakref.ref(b)
print(r() is a, r is weakref.ref(a), r == s, hash(r) == hash(s), r != s)
t = weakref.ref(a, print)
print(t is r, t.__callback__ is print, r.__callback__)
print(weakref.getweakrefcount(a), weakref.getweakrefs(a) == [r, t], weakref.getweakrefcount(1))
for i in range(3):
    setattr(C, f"w{i}", weakref.ref(a, lambda ref, i=i: print("callback", i, ref())))
del t, a
print(r(), r == s, hash(r) == hash(1))
u = weakref.ref(C(2))
try:
    hash(u)
except TypeError as e:
    print(e)
for call in (lambda: weakref.ref(1), lambda: weakref.ref(), lambda: weakref.ref(b, callback=print), lambda: weakref.ref(b, 1, 2)):
    try:
        call()
    except TypeError as e:
        print(e)


class Named(weakref.ref):
    __slots__ = ("name",)

    def __new__(cls, ob, callback=None, name=None):
        self = super().__new__(cls, ob, callback)
        self.name = name
        return self

    def __init__(self, ob, callback=None, name=None):
        super().__init__(ob, callback)


n = Named(b, name="n")
print(n.name, n() is b, n is not Named(b), isinstance(n, weakref.ReferenceType))


def f():
    pass


print(repr(weakref.ref(f)).endswith("(f)>"), "dead" in repr(u))
