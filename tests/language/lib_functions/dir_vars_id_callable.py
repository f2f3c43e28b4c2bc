class A:
    z = 1
    def b(self): pass
    class_a = 2
a = A()
a.inst = 1
print([n for n in dir(a) if not n.startswith("__")], [n for n in dir(A) if not n.startswith("__")])
print(dir(type("E", (), {}))[:5], "__subclasses__" in dir(A), "mro" in dir(A), "__name__" in dir(A))
def f():
    y = 1; x = 2
    print(dir(), vars())
f()
class D:
    def __dir__(self): return ["b", "a", "c"]
class D2:
    def __dir__(self): return 5
class D3:
    def __dir__(self): return [1, "a"]
print(dir(D()))
for g in (lambda: dir(D2()), lambda: dir(D3()), lambda: dir(1, 2), lambda: vars(1), lambda: vars(1, 2), lambda: id(), lambda: callable(), lambda: hash(), lambda: id(1, 2), lambda: callable(1, 2), lambda: len(5), lambda: len(), lambda: ord("ab"), lambda: chr(-1), lambda: chr(0x110000), lambda: ord(5), lambda: chr("a"), lambda: repr(), lambda: ascii(), lambda: bin(1.5), lambda: hex("a"), lambda: oct(None), lambda: abs("x"), lambda: abs(), lambda: format(), lambda: format(1, 2), lambda: ord(b""), lambda: isinstance(), lambda: __build_class__(), lambda: __build_class__(1, 2), lambda: __build_class__(f, 5)):
    try:
        print(g())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(vars(a), "z" in vars(A), [callable(x) for x in (len, A, a, f, a.b, lambda: 0, int, 5, "s", None, type, print, [].append)])
print(id(a) == id(a), id(a) != id(A()), id(None) == id(None), type(id(1)).__name__)
print(bin(-5), hex(-255), oct(8), bin(True), ascii("é\u20ac\U0001f600'"), repr("é'"), ord("\U0001f600"), chr(0x20ac), abs(-3.5), abs(3 + 4j), abs(True), format(3.14159, ".2f"), format("x", ">4"), format(True), format(None))
import sys
print([n for n in dir(sys.version_info) if n in ("major", "count", "n_fields")], sorted(set(dir([])) - set(dir(object)))[:5])
m = type(sys)("mod", "doc string")
m.x = 1
print([n for n in dir(m)], m.__doc__, vars(m) is m.__dict__, m)
m.__dir__ = lambda: ["custom"]
m.__getattr__ = lambda n: "dyn " + n
print(dir(m), m.anything)
print(len(dir(object)), [n for n in dir(object) if n not in object.__dict__])
print(sorted(set(dir(None)) - set(dir(object))), dir(5) == dir(int), len({n for n in dir(f) if n in dir(object)}))
