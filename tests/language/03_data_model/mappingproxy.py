class A:
    x = 1
    def f(self): pass
p = A.__dict__
MP = type(p)
print(MP, "x" in p, p["x"], len(p) > 3, [k for k in p if not k.startswith("__")], p.get("q", 9))
d = {"a": 1, "b": 2}
m = MP(d)
print(m, repr(m), str(m), m["a"], list(m), list(m.items()), list(m.values()), list(m.keys()), len(m), m == d, d == m, m != {})
d["c"] = 3
print(m, list(reversed(m)), m | {"z": 1}, {"y": 0} | m, m.copy(), type(m.copy()).__name__)
for f in (lambda: m.__setitem__("a", 1), lambda: hash(MP([])) , lambda: MP(5), lambda: MP(), lambda: MP([1]), lambda: m.clear(), lambda: m.pop("a"), lambda: MP(mapping=d)["a"], lambda: m["zz"], lambda: MP("s"), lambda: MP((1, 2)), lambda: m < m):
    try:
        print(f())
    except (TypeError, AttributeError, KeyError) as e:
        print(type(e).__name__, e)
try:
    m["a"] = 1
except TypeError as e:
    print(e)
try:
    del m["a"]
except TypeError as e:
    print(e)
try:
    m |= {}
except TypeError as e:
    print(e)
class D(dict):
    def __missing__(self, k): return "missing"
print(MP(D())["q"], hash(MP(frozenset())) if False else "", MP({}) == MP({}), MP[int, str] if hasattr(MP, "__class_getitem__") else "")
print(dict(m), {**m}, (lambda **k: k)(**m), bool(MP({})), isinstance(m, dict))
match m:
    case {"a": v}:
        print("matched", v)
