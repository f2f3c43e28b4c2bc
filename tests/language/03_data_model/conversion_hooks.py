class A:
    def __int__(self): return 1
    def __float__(self): return 2.5
    def __complex__(self): return 3j
    def __str__(self): return "str"
    def __repr__(self): return "repr"
    def __bytes__(self): return b"bytes"
    def __bool__(self): return False
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 4
    def __floor__(self): return 5
    def __ceil__(self): return 6
    def __abs__(self): return "abs"
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __format__(self, spec): return "fmt:" + spec
    def __len__(self): return 9
    def __length_hint__(self): return 3
    def __reversed__(self): return "reversed"
    def __dir__(self): return ["z", "a"]
    def __sizeof__(self): return 1000
a = A()
print(int(a), float(a), complex(a), str(a), repr(a), bytes(a), bool(a), round(a), round(a, 2), abs(a), -a, +a, ~a)
print(format(a), format(a, "x"), f"{a!r:>6}|{a:q}|{a}", len(a), reversed(a), dir(a), "%s %r %d %f" % (a, a, a, a))
bad = {"__int__": "x", "__float__": 1, "__complex__": 1, "__str__": 1, "__repr__": None, "__bytes__": "b", "__bool__": 1, "__format__": 1, "__len__": "x", "__dir__": 1, "__hash__": "h", "__index__": 1.0}
calls = {"__int__": int, "__float__": float, "__complex__": complex, "__str__": str, "__repr__": repr, "__bytes__": bytes, "__bool__": bool, "__format__": format, "__len__": len, "__dir__": dir, "__hash__": hash, "__index__": hex}
for name, value in bad.items():
    X = type("X", (), {name: lambda self, *a: value})
    try:
        print(name, calls[name](X()))
    except TypeError as e:
        print(name, e)
for value in (-1, 2**70, 2**63, -2**80, True, 1.0, None):
    X = type("X", (), {"__len__": lambda self: value})
    for f in (len, bool, list):
        try:
            print(f(X()), end=" ")
        except (ValueError, OverflowError, TypeError) as e:
            print(type(e).__name__, e, end="; ")
    print()
class N: pass
for f in (int, float, complex, bytes, round, abs, len, reversed, lambda x: -x, lambda x: +x, lambda x: ~x, iter, next, lambda x: x[0], lambda x: x(), lambda x: format(x, "d"), lambda x: x in x, hash, lambda x: x.__index__(), bin):
    try:
        f(N())
        print("fine")
    except (TypeError, AttributeError) as e:
        print(e)
