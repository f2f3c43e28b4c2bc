class A:
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c " + cls.__name__
    x = 1
    @property
    def p(self): return "A.p"
class B(A):
    def f(self): return "B" + super().f()
    @classmethod
    def c(cls): return "B " + super().c()
    @property
    def p(self): return "B" + super().p
    def xx(self): return super().x
class C(A):
    def f(self): return "C" + super(C, self).f()
class D(B, C):
    def f(self): return "D" + super().f()
d = D()
print(d.f(), d.c(), D.c(), d.p, d.xx())
s = super(B, d)
print(s.__thisclass__, s.__self__ is d, s.__self_class__, s.f())
print(repr(super(B, d)).split(" at ")[0], repr(super(B)))
u = super(B)
print(u.__self__, u.__self_class__, u.__get__(d).f(), u.__get__(None, D) is u)
for f in (lambda: super(B, 1), lambda: super(B, int), lambda: super(1), lambda: super(), lambda: super(B, d).nope,
          lambda: super(B, d, 3), lambda: super(B, self=d), lambda: u.f):
    try:
        print(f())
    except (TypeError, RuntimeError, AttributeError) as e:
        print(type(e).__name__, e)
class E(A):
    def no_args(): return super().f()
    def deleted(self):
        del self
        return super().f()
    def nested(self):
        def inner(): return super().f()
        return inner()
    def nested2(self):
        def inner(self): return super().f()
        return inner(self)
    def comp(self): return [super().f() for _ in range(1)]
    def gen(self): return list(super().f() for _ in range(1))
    def klass(self): return __class__
e = E()
for n in ("no_args", "deleted", "nested", "nested2", "comp", "gen", "klass"):
    try:
        print(n, getattr(E, n)(*([] if n == "no_args" else [e])))
    except (TypeError, RuntimeError) as x:
        print(n, type(x).__name__, x)
class F(A):
    def set(self):
        super().x = 5
    def dele(self):
        del super().f
for n in ("set", "dele"):
    try:
        getattr(F(), n)()
    except AttributeError as x:
        print(x)
class G(A):
    super = None
    def f(self):
        self2 = self
        return __class__, super.__class__
print(G().f())
def outside(self): return super().f()
B.outside = outside
try:
    B().outside()
except RuntimeError as x:
    print(x)
class Sup(super): pass
print(Sup(B, d).f(), super(D, D).c(), super(B, D).f(d))
