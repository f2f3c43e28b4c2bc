class I(int):
    def __add__(self, o): return I(int(self) + int(o))
    def __repr__(self): return f"I({int(self)})"
class F(float): pass
class S(str): pass
class B(bytes): pass
class L(list): pass
class T(tuple): pass
class D(dict): pass
class St(set): pass
class FS(frozenset): pass
class BA(bytearray): pass
class C(complex): pass
class E(Exception): pass
class M(type): pass
class P(property): pass
objs = [I(5), F(2.5), S("str"), B(b"by"), L([1, 2]), T((1, 2)), D(a=1), St([1]), FS([1]), BA(b"ba"), C(1, 2), E("e")]
for o in objs:
    o.attr = "x"
    print(type(o).__name__, repr(o), str(o), o.attr, o.__dict__, type(o).__base__.__name__)
print(I(5) + 3, 3 + I(5), type(I(5) - 1).__name__, type(-I(5)).__name__, I(5) == 5, hash(I(5)) == hash(5), [10, 11, 12, 13, 14, 15][I(5)])
print(type(S("a") + "b").__name__, type(S("a").upper()).__name__, S("a") in {"a"}, type(S("a")[:]).__name__, type(str(S("a"))).__name__, type(S("x") * 1).__name__)
print(type(L([1]) + [2]).__name__, type(L([1])[:]).__name__, type(L([1]).copy()).__name__, type(T((1,))[:]).__name__, type(T((1,)) + ()).__name__, type(T((1,)) * 1).__name__)
print(type(D(a=1).copy()).__name__, type(D(a=1) | {}).__name__, type(St([1]).copy()).__name__, type(St([1]) | {2}).__name__, type(FS([1]).copy()).__name__, type(FS() | FS()).__name__, type(BA(b"a") + b"b").__name__, type(B(b"a") + b"b").__name__)
print(type(F(1) + 1).__name__, type(F(1).real).__name__, type(float(F(1))).__name__, type(int(I(1))).__name__, type(C(1).conjugate()).__name__, type(bool(I(1))).__name__, type(D.fromkeys("ab")).__name__)
class LL(list):
    def __init__(self, *a): super().__init__(a); self.n = len(a)
    def __getitem__(self, i): return ("item", super().__getitem__(i))
    def __len__(self): return 99
    def __iter__(self): return iter("custom")
    def append(self, x): super().append(x * 2)
l = LL(1, 2)
l.append(3)
print(l, l[0], len(l), list(l), l.n, [*l], tuple(l), sorted(l), "c" in l, 6 in l)
class DD(dict):
    def __getitem__(self, k): return "got"
    def keys(self): return ["fake"]
    def __iter__(self): return iter(["fake"])
dd = DD(a=1)
print(dd["zz"], dd.get("a"), dict(dd), {**dd}, list(dd), dd, "a" in dd, dd == {"a": 1}, len(dd))
class SS(str):
    def __str__(self): return "custom"
    def __repr__(self): return "<SS>"
    def __eq__(self, o): return "eq"
    def __hash__(self): return 1
    def __len__(self): return 50
ss = SS("val")
print(ss, repr(ss), f"{ss}", f"{ss!r}", "%s" % ss, ss == 1, len(ss), ss + "", "".join([ss]), str.__str__(ss), format(ss), [ss], print(ss))
for bad in ("bool", "type(None)", "type(...)", "range", "slice", "memoryview", "type(lambda: 0)", "type(len)", "type({}.keys())", "type(iter([]))", "type((i for i in ()))", "type(type.__dict__)", "type(NotImplemented)", "type([].append)", "type(int.real)", "type(sys._getframe())" if False else "type(print)"):
    try:
        type("X", (eval(bad),), {})
        print(bad, "ok")
    except TypeError as e:
        print(bad, e)
print(type("X", (property, ), {})().fget, type("X", (super,), {}).__name__, type("X", (classmethod,), {})(len).__func__, type("X", (zip,), {})([1], [2]).__next__(), list(type("X", (map,), {})(str, [1])), list(type("X", (filter,), {})(None, [0, 1])), list(type("X", (enumerate,), {})("a")), list(type("X", (reversed,), {})([1, 2])))
