log = []
def t(n):
    log.append(n)
    return n
class C:
    def __getattr__(self, n):
        log.append("attr " + n)
        return lambda *a, **k: (a, k)
def fn(n):
    log.append("fn " + n)
    return lambda *a, **k: (a, k)
fn("f")(t(1), t(2), x=t(3), *[t(4)], **{str(t(5)): t(6)}); print(log); log.clear()
C().m(t(1), k=t(2)); print(log); log.clear()
def d(a=t("default a"), b=t("default b")): pass
print(log); log.clear()
def deco(n):
    log.append("deco " + n)
    def wrap(f):
        log.append("apply " + n)
        return f
    return wrap
@deco("outer")
@deco("inner")
def g(x: t("ann x") = t("def x"), *, y: t("ann y") = t("def y")) -> t("ret"): pass
print(log); log.clear()
class Meta(type):
    def __new__(m, n, b, ns, **k):
        log.append("meta")
        return type.__new__(m, n, b, ns)
@deco("class")
class K(t(object) and object, metaclass=t(Meta) and Meta, z=t("kw")):
    log.append("body")
print([x if isinstance(x, str) else x.__name__ for x in log]); log.clear()
x = {t("k1"): t("v1"), t("k2"): t("v2")}
y = [t(1), *[t(2)], t(3)][t(0)]
t(5) < t(4) < t(3)
(t(1), t(2))[t(0)]
print(log); log.clear()
lst = [0, 0]
lst[t(0)], lst[t(1)] = t(10), t(20)
print(log); log.clear()
lst[t(1)] += t(5)
print(log, lst); log.clear()
a = b = lst[t(0)] = t(3)
print(log); log.clear()
print([t(i) for i in [t("iter")] if t("cond")], log); log.clear()
t("then") if t(0) else t("else"); print(log); log.clear()
t(0) or t("") or t("last") or t("never"); t(1) and t(0) and t("never"); print(log); log.clear()
print(f"{t(1)}{t(2):{t(3)}}", log); log.clear()
del lst[t(0)]; print(log)
