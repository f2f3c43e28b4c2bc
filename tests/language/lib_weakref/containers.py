# Dictionaries and sets that let go.
import weakref


class C:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"C({self.n})"


a, b, c = C(1), C(2), C(3)
d = weakref.WeakValueDictionary({"a": a}, b=b)
d["c"] = c
print(len(d), sorted(d), d["a"], d.get("z"), "b" in d)
del b
print(len(d), sorted(d.items()), list(d.values()))
print(d.pop("a"), d.pop("a", "none"), d.setdefault("c", a))
try:
    d["b"]
except KeyError as e:
    print("KeyError", e)
for k in d:
    del c
    print("in the loop", k)
print(len(d), dict(d | {"x": a}))

k = weakref.WeakKeyDictionary()
x, y = C(10), C(20)
k[x], k[y] = "ten", "twenty"
print(len(k), k[x], x in k, a in k, 5 in k, list(k.values()))
del x
print(len(k), list(k.items()), [r() for r in k.keyrefs()])

s = weakref.WeakSet([a, y])
z = C(30)
s.add(z)
print(len(s), z in s, sorted(i.n for i in s))
del z
print(len(s), s | [a] == s, s & [a] == weakref.WeakSet([a]), s.isdisjoint([a]))
s.discard(a)
print(len(s), s.pop(), len(s))
