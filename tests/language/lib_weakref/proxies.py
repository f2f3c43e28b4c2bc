# Proxies hand on what is done to them.
import weakref


class V(list):
    def __call__(self, x):
        return x + 1

    def __matmul__(self, other):
        return ("matmul", other)

    def __float__(self):
        return 1.5


class W:
    x = 1

    def __bool__(self):
        return False


v = V([3, 4])
p = weakref.proxy(v)
print(type(p), p == [3, 4], len(p), p[0], 4 in p, list(p), p + [5], p * 2, p(1), p @ 2, float(p))
p.append(9)
p[0] = 0
del p[1]
p.attr = "set"
print(v, v.attr, p.attr, isinstance(p, V), p.__class__)
print(p is weakref.proxy(v), weakref.getweakrefcount(v))
w = W()
q = weakref.proxy(w)
print(type(q), bool(q), q.x)
try:
    hash(q)
except TypeError as e:
    print("unhashable")
del w, v
for use in (lambda: q.x, lambda: bool(q), lambda: str(q), lambda: p[0], lambda: p(1), lambda: setattr(q, "x", 1)):
    try:
        use()
    except ReferenceError as e:
        print(e)
