class A: pass
a = A()
class S(str): pass
setattr(a, S("sub"), 1)
print(a.sub, getattr(a, S("sub")), vars(a), [type(k).__name__ for k in vars(a)])
setattr(a, "", 2); setattr(a, "é", 3); setattr(a, "a b", 4); setattr(a, "\ud800", 5)
print(getattr(a, ""), a.é, getattr(a, "a b"), hasattr(a, "\ud800"), len(vars(a)))
for f in (lambda: getattr(a, None), lambda: setattr(a, b"x", 1), lambda: hasattr(a, 5), lambda: delattr(a, None), lambda: getattr(a, "nope"), lambda: getattr(a, "nope", None), lambda: getattr(a, "nope", default=1), lambda: setattr(a, "x"), lambda: hasattr(a), lambda: delattr(a, "nope"), lambda: getattr(A, "nope")):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, ascii(str(e)))
class P:
    @property
    def bad(self): raise ValueError("boom")
    @property
    def missing(self): raise AttributeError("inner")
    @property
    def exits(self): raise KeyboardInterrupt
for n in ("bad", "missing", "exits"):
    for f in (hasattr, lambda o, n: getattr(o, n, "default")):
        try:
            print(n, f(P(), n))
        except BaseException as e:
            print(n, type(e).__name__, e)
print(getattr(1, "real"), getattr("a", "upper")(), getattr(int, "__name__"), getattr(getattr, "__name__"), callable(getattr(a, "__class__")))
delattr(a, "é")
print(hasattr(a, "é"))
