# Special methods are looked up on the type, past the instance and past __getattribute__.
class A:
    def __getattribute__(self, n):
        if n.startswith("__") and n not in ("__class__", "__dict__"): print("getattribute", n)
        return object.__getattribute__(self, n)
    def __len__(self): return 3
    def __iter__(self): return iter("ab")
    def __enter__(self): return "entered"
    def __exit__(self, *a): return True
    def __add__(self, o): return "add"
    def __call__(self): return "call"
    def __getitem__(self, i): return i
    def __contains__(self, i): return True
    def __format__(self, s): return "fmt"
    def __reversed__(self): return "rev"
    def __hash__(self): return 1
    def __bool__(self): return True
    def __round__(self): return 9
    def __bytes__(self): return b"b"
    def __dir__(self): return ["d"]
    def __index__(self): return 2
    def __complex__(self): return 1j
    def __sizeof__(self): return 1
    def __del__(self): pass
a = A()
print(len(a), list(a), a + 1, a(), a[1], 1 in a, f"{a}", reversed(a), hash(a), bool(a), round(a), bytes(a), dir(a), [1, 2, 3][a], complex(a))
with a as v:
    print(v)
    raise ValueError
a.__len__ = lambda: 99
print(len(a), a.__len__())
class M(type):
    def __len__(cls): return 7
    def __call__(cls, *a): return "meta"
    def __getattr__(cls, n): return "m:" + n
class B(metaclass=M):
    def __len__(self): return 1
print(len(B), B(), B.zzz, type.__call__(B).__len__())
class C: pass
c = C()
for name, use in {"__len__": len, "__iter__": iter, "__call__": lambda o: o(), "__hash__": hash, "__bool__": bool, "__str__": str, "__add__": lambda o: o + 1, "__getitem__": lambda o: o[0], "__contains__": lambda o: 1 in o, "__eq__": lambda o: o == 1}.items():
    setattr(c, name, lambda *a: 42)
    try:
        r = use(c)
        print(name, r if not isinstance(r, (str, int)) or isinstance(r, bool) else type(r).__name__)
    except TypeError as e:
        print(name, e)
C.__len__ = lambda s: 5
print(len(c))
del C.__len__
try:
    len(c)
except TypeError as e:
    print(e)
C.__call__ = C.__add__ = C.__getitem__ = lambda *a: "later"
print(c(), c + 1, c[1])
class S(C): pass
print(S()(), S() + 2)
del C.__call__
try:
    S()()
except TypeError as e:
    print(e)
for op in ("with", "async"):
    try:
        with C(): pass
    except TypeError as e:
        print(e)
class NoExit:
    def __enter__(self): pass
try:
    with NoExit(): pass
except TypeError as e:
    print(e)
