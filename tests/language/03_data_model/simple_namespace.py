import sys
NS = type(sys.implementation)
n = NS(a=1, b="x")
print(n, n.a, n.b, repr(n), NS.__name__, NS.__module__)
n.c = [n]
print(n)
del n.c
print(n == NS(a=1, b="x"), n != NS(a=1), n == 5, vars(n), NS())
for f in (lambda: NS(1), lambda: NS({}, {}), lambda: NS({1: 2}), lambda: n.zz, lambda: hash(n), lambda: NS({"q": 1}, q=2, r=3), lambda: NS([("k", "v")]), lambda: n < NS(), lambda: n < 1):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
class Sub(NS):
    def m(self): return self.a * 2
s = Sub(a=4)
print(s, s.m(), isinstance(s, NS))
print(sys.implementation.name in ("cpython", "minipy"), type(n).__mro__)
