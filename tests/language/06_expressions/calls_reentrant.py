"""Python code that runs while arguments are bound or let go."""
import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        deep(3)
        print("gone", self.name)


def deep(n):
    a = b = c = d = n
    return deep(n - 1) if n else (a, b, c, d)


class Key(str):
    def __hash__(self):
        deep(5)
        return str.__hash__(self)

    def __eq__(self, other):
        deep(5)
        return str.__eq__(self, other)


def named(a=1, **kw):
    x = y = z = 0
    return a, sorted(kw), x, y, z


def two(a, b):
    return a, b


for _ in range(3):
    print(named(**{Key("p"): 1, Key("q"): 2}))
    print(named(5, **{Key("p"): 1}))
print(two(**{Key("a"): 1, Key("b"): 2}))


def generator():
    yield named(**{Key("p"): 1})
    yield two(**{Key("b"): 1, Key("a"): 2})


print(list(generator()))


def refuse(call):
    try:
        call()
    except TypeError as e:
        print(e)
    print("after")


refuse(lambda: two(Loud("one"), Loud("two"), Loud("three")))
refuse(lambda: two(Loud("one")))
refuse(lambda: two(Loud("pos"), c=Loud("unexpected")))
refuse(lambda: two(Loud("pos"), b=Loud("b"), **{"a": Loud("twice")}))
refuse(lambda: named(Loud("first"), Loud("extra"), k=Loud("in kw")))
refuse(lambda: len(Loud("no len")))
refuse(lambda: [].append(Loud("1"), Loud("2")))


def refused_in_generator():
    try:
        two(Loud("g1"), x=Loud("g2"))
    except TypeError as e:
        yield str(e)


print(list(refused_in_generator()))


def take(*args, **kw):
    return len(args), len(kw)


print(take(Loud("a"), Loud("b"), k=Loud("k")))
print(take(*[Loud("c"), Loud("d")], **{"m": Loud("m")}))


class WeirdDefaults:
    def __hash__(self):
        return hash("k")

    def __eq__(self, other):
        deep(4)
        return False


def kwonly(a, *, k=1):
    return a, k


kwonly.__kwdefaults__ = {WeirdDefaults(): 5, "k": 7}
print(kwonly(1), kwonly(2, k=3), [kwonly(i) for i in range(2)])
print(list(kwonly(i) for i in range(3)))


# Counts are the same inside every kind of call.
def count(x):
    return sys.getrefcount(x)


def count_default(x, y=1):
    return sys.getrefcount(x)


def count_star(*args):
    return sys.getrefcount(args[0])


def count_kw(*, x):
    return sys.getrefcount(x)


class M:
    def count(self, x):
        return sys.getrefcount(x), sys.getrefcount(self)


o = object()
m = M()
bound = m.count
print(count(o), count_default(o), count_star(o), count_kw(x=o), m.count(o), bound(o))
print(count(x=o), count(*[o]), count(**{"x": o}), count_default(o, y=2))
print(count(object()), count_default(object()), sys.getrefcount(object()))
