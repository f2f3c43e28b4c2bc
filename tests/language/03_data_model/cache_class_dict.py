"""What an attribute site finds follows every change of the class's namespace."""


class A:
    x = "A.x"

    def m(self):
        return "A.m"


class B(A):
    pass


class C(B):
    pass


def load(o):
    return o.x


def call(o):
    return o.m()


def warm(o):
    for _ in range(40):
        load(o), call(o)


c = C()
warm(c)
print(load(c), call(c))
A.x = "A.x changed"
A.m = lambda self: "A.m changed"
print(load(c), call(c))
warm(c)
B.x = "B.x"
B.m = lambda self: "B.m"
print(load(c), call(c))
warm(c)
C.x = "C.x"
C.m = lambda self: "C.m"
print(load(c), call(c))
warm(c)
del C.x, C.m
print(load(c), call(c))
warm(c)
del B.x, B.m
print(load(c), call(c))
warm(c)
del A.x, A.m
for f in load, call:
    try:
        f(c)
    except AttributeError as e:
        print(e)

# A missing name is remembered as missing only until it comes.
for _ in range(40):
    try:
        c.late
    except AttributeError:
        pass
A.late = 1
print(c.late)
print(getattr(c, "later", "none"))
for _ in range(40):
    getattr(c, "later", None)
B.later = 2
print(getattr(c, "later", "none"), hasattr(c, "later"))


# The method becomes a plain value, the value a method.
class D:
    def f(self):
        return "method"

    v = "value"


def f(o):
    return o.f


def v(o):
    return o.v


d = D()
for _ in range(40):
    f(d)(), v(d)
D.f = 3
D.v = lambda self: "now a method"
print(f(d), v(d)())
D.f = staticmethod(lambda: "static")
D.v = classmethod(lambda cls: cls.__name__)
print(f(d)(), v(d)())


# Many classes at one site, each changed in turn.
def make(i):
    return type(f"K{i}", (A,), {"x": i, "m": lambda self: -i})


classes = [make(i) for i in range(20)]
things = [k() for k in classes]
for _ in range(50):
    total = sum(load(t) + call(t) for t in things)
print(total)
for k in classes[::2]:
    k.x = 100
print([load(t) for t in things])


# Classes die and new ones take their places.
def short_lived(n):
    class T:
        tag = n

        def m(self):
            return self.tag * 2

    t = T()
    return load_tag(t), t.m()


def load_tag(t):
    return t.tag


print([short_lived(i) for i in range(30)][::7])
