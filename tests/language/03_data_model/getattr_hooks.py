class A:
    x = 1
    def __init__(self): self.y = 2
    def __getattr__(self, name):
        if name.startswith("bad"):
            raise AttributeError("no " + name)
        return "got " + name
a = A()
print(a.x, a.y, a.z, hasattr(a, "bad"), hasattr(a, "good"), getattr(a, "bad", 7))
try:
    a.bad1
except AttributeError as e:
    print(e, e.name, e.obj is a)
class B:
    def __getattribute__(self, name):
        if name == "hook": return "hooked"
        if name == "fall": raise AttributeError("fall")
        return super().__getattribute__(name)
    def __getattr__(self, name): return "attr " + name
    def m(self): return "m"
b = B()
b.v = 1
print(b.hook, b.fall, b.v, b.m(), b.none)
class C:
    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)
c = C()
c.a = 1
c.a += 1
del c.a
setattr(c, "q", 5)
delattr(c, "q")
try:
    del c.nothing
except AttributeError as e:
    print(e)
c.__dict__["raw"] = 1
print(c.raw)
class M(type):
    def __getattr__(cls, name): return "meta " + name
    def __setattr__(cls, name, value):
        print("meta set", name)
        super().__setattr__(name, value)
class D(metaclass=M): pass
print(D.anything, D.__name__)
D.z = 1
print(D().z, hasattr(D(), "anything"))
for f in (lambda: getattr(a), lambda: getattr(a, 1), lambda: getattr(a, "x", 1, 2), lambda: setattr(a, 1, 2), lambda: hasattr(a, 1), lambda: delattr(a), lambda: getattr(a, name="x"), lambda: setattr(1, "x", 2), lambda: delattr("s", "upper"), lambda: setattr(object(), "x", 1), lambda: setattr(int, "x", 1), lambda: getattr(1, "x"), lambda: delattr(int, "real"), lambda: setattr(len, "x", 1), lambda: setattr([], "append", 1)):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
class E:
    def __getattribute__(self, name): raise ValueError(name)
try:
    E().x
except ValueError as e:
    print("ValueError", e)
try:
    hasattr(E(), "x")
except ValueError as e:
    print("ValueError", e)
class F:
    def __getattr__(self): pass
try:
    F().x
except TypeError as e:
    print(e)
class G:
    __slots__ = ()
    def __getattr__(self, n): return n * 2
print(G().ab)
