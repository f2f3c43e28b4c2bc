"""Every kind of parameter, called in every way, by every kind of callable, from functions and from generators."""


def plain(a, b):
    return a, b


def default(a, b=2, c=3):
    return a, b, c


def posonly(a, b=5, /, c=6):
    return a, b, c


def kwonly(*, k, m=7):
    return k, m


def rest(a, *args):
    return a, args


def named(a=1, **kw):
    return a, kw


def everything(a, /, b, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


def many(*args):
    return len(args), args[:1], args[-1:]


class C:
    def method(self, a, b=2, *args, **kw):
        return type(self).__name__, a, b, args, kw

    @classmethod
    def of_class(cls, a, b=2):
        return cls.__name__, a, b

    @staticmethod
    def static(a, b=2):
        return a, b

    def __call__(self, *args, **kw):
        return "call", args, kw


def attempts(f, calls):
    for label, call in calls:
        try:
            print(label, call(f))
        except TypeError as e:
            print(label, "TypeError:", e)


SHAPES = [
    ("()", lambda f: f()),
    ("(1)", lambda f: f(1)),
    ("(1,2)", lambda f: f(1, 2)),
    ("(1,2,3)", lambda f: f(1, 2, 3)),
    ("(1..6)", lambda f: f(1, 2, 3, 4, 5, 6)),
    ("(a=1)", lambda f: f(a=1)),
    ("(1,b=2)", lambda f: f(1, b=2)),
    ("(b=1,a=2)", lambda f: f(b=1, a=2)),
    ("(1,a=2)", lambda f: f(1, a=2)),
    ("(1,2,d=4)", lambda f: f(1, 2, d=4)),
    ("(1,b=2,d=4,z=9)", lambda f: f(1, b=2, d=4, z=9)),
    ("(k=1)", lambda f: f(k=1)),
    ("(m=1,k=2)", lambda f: f(m=1, k=2)),
    ("(*[1,2])", lambda f: f(*[1, 2])),
    ("(1,*(2,3),**{})", lambda f: f(1, *(2, 3), **{})),
    ("(**{'a':1,'b':2})", lambda f: f(**{"a": 1, "b": 2})),
    ("(*'xy',d=1,**{'q':2})", lambda f: f(*"xy", d=1, **{"q": 2})),
    ("(1,**{'a':2})", lambda f: f(1, **{"a": 2})),
]
for f in plain, default, posonly, kwonly, rest, named, everything, C().method, C.of_class, C.static, C():
    print("---", getattr(f, "__name__", "instance"))
    attempts(f, SHAPES)


def from_generator(f):
    """The frame of a generator lies elsewhere: its calls do too."""
    for label, call in SHAPES:
        try:
            yield f(*[1]) if label == "()" else (f(1, 2) if label == "(1)" else call(f))
        except TypeError as e:
            yield str(e)


def calls_in_generator(n):
    for i in range(n):
        yield default(i) + default(i, c=i) + posonly(i, c=1) + rest(i, 1, 2) + everything(i, 1, d=2, z=3)[:3]


print(list(from_generator(default)) == [None] or len(list(from_generator(everything))))
print(list(calls_in_generator(3)))
print(many(*range(100000)), many(*range(5), *range(5)))
print(default(*[1], **dict(b=4), c=5))


# Defaults that change.
def f(a, b=1, *, c=2):
    return a, b, c


for _ in range(30):
    f(0)
f.__defaults__ = (10, 11)
print(f(), f(1))
f.__defaults__ = None
f.__kwdefaults__ = {"c": 20}
try:
    f(1)
except TypeError as e:
    print(e)
print(f(1, 2))
f.__kwdefaults__ = None
try:
    f(1, 2)
except TypeError as e:
    print(e)
f.__code__ = (lambda x: ("new code", x)).__code__
print(f(1))
