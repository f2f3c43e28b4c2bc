class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", mcs.__name__, name, bases, kw)
        return Log(start=1)
    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, type(ns).__name__, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcs, name, bases, dict(ns))
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        print("call", cls.__name__, a, k)
        return super().__call__(*a, **k)

class Log(dict):
    def __setitem__(self, k, v):
        if not k.startswith("__"):
            print("  set", k, v)
        super().__setitem__(k, v)
    def __getitem__(self, k):
        if not k.startswith("__"):
            print("  get", k)
        return super().__getitem__(k)

class A(metaclass=Meta, flag=True):
    x = start + 1
    y = x * 2
    del x
print(A().y, type(A).__name__)
class B(A, other=2):
    pass

def factory(name, bases, ns, **kw):
    return name, bases, sorted(ns), kw
class C(metaclass=factory, k=1):
    z = 1
print(C)
class NoPrepare:
    def __call__(self, *a):
        return a[0]
class D(metaclass=NoPrepare()):
    pass
print(D)
class P:
    def __prepare__(name, bases):
        return 5
try:
    class E1(metaclass=P): pass
except TypeError as e:
    print(e)
class PM(type):
    @classmethod
    def __prepare__(mcs, name, bases): return 5
try:
    class E2(metaclass=PM): pass
except TypeError as e:
    print(e)
