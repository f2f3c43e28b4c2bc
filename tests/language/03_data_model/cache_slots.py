"""__slots__: reading, writing, deleting, and descriptors of other classes."""


class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return self.x * self.x + self.y * self.y


class Q(P):
    __slots__ = ("z",)


class R(P):
    pass


def x(o):
    return o.x


def put(o, v):
    o.x = v


p = P(3, 4)
for i in range(40):
    put(p, i), x(p), p.norm()
print(x(p), p.norm())
del p.x
for f in x, lambda o: delattr(o, "x"):
    try:
        f(p)
    except AttributeError as e:
        print(e)
put(p, 5)
print(x(p))
q = Q(1, 2)
print(x(q), q.norm())
try:
    q.z
except AttributeError as e:
    print(e)
try:
    p.w = 1
except AttributeError as e:
    print(e)
r = R(7, 8)
r.w = 9
print(x(r), r.w, vars(r))
r.__dict__["x"] = "hidden"
print(x(r))
put(r, "slot")
print(x(r), vars(r))

# A slot descriptor in a class that it does not belong to.
class Other:
    x = P.x
    y = P.y


o = Other()
for f in x, lambda o: put(o, 1):
    try:
        f(o)
    except TypeError as e:
        print(e)
for _ in range(40):
    x(p)
    try:
        x(o)
    except TypeError:
        pass
print(x(p))

# The slot is replaced in the class.
old = P.x
P.x = "class attribute"
print(x(p), x(q))
try:
    put(p, 1)
except AttributeError as e:
    print(e)
P.x = old
print(x(p))
P.x = property(lambda self: old.__get__(self) * 2)
print(x(r), x(q))
P.x = old


class N:
    def __del__(self):
        print("gone")


put(p, N())
put(p, 1)
put(p, N())
del p.x
print("end")
