# What a dict does when nothing goes wrong: order, growth, methods, operators.
d = {}
print(d, len(d), bool(d), d == {})
for i in range(40):
    d[i] = i * i
print(len(d), d[39], list(d)[:5], list(d)[-3:])
for i in range(0, 40, 3):
    del d[i]
print(len(d), list(d))
d[0] = "again"
print(list(d)[-1], d[0])
d["text"] = 1
d[(1, 2)] = 2
d[None] = 3
d[1.0] = "one"
print(d[1], d["text"], d[(1, 2)], d[None], d[True])

s = {"a": 1, "b": 2, "c": 3}
print(s, s["a"], "a" in s, "z" in s, s.get("z"), s.get("z", 9), s.get("b"))
print(s.setdefault("a", 10), s.setdefault("d", 4), s)
print(s.pop("a"), s.pop("a", "gone"), s)
print(s.popitem(), s.popitem(), s)
s["e"] = 5
print(s, list(reversed(s)), list(reversed({1: 2, 3: 4}.items())), list(reversed({1: 2, 3: 4}.values())))
s.clear()
print(s, s.copy() is s)

print(dict(), dict({1: 2}), dict([(1, 2), (3, 4)]), dict(a=1, b=2), dict([("a", 0)], a=1), dict(iter([[1, 2], "ab"])))
print(dict.fromkeys("abca"), dict.fromkeys([1, 2], 0), dict.fromkeys({3: 4}, 5), dict.fromkeys({7}, 8))
u = {1: 1}
u.update({2: 2})
u.update([(3, 3)])
u.update(x=4)
u.update({1: "one"}, y=5)
u.update()
print(u)
print({1: 1, 2: 2} | {2: 3, 4: 4}, {1: 1}.__or__(5))
u |= {9: 9}
u |= [(10, 10)]
print(u)
print({**{"a": 1}, "b": 2, **{"a": 3}})

class Mapping:
    def keys(self):
        return iter("xy")
    def __getitem__(self, key):
        return key * 2
print(dict(Mapping()), dict(Mapping(), x=0))

# Equality goes by content, whatever the order.
print({1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} == {1: 3}, {1: 2} != {1: 3}, {1: 2} == [(1, 2)], {} == {1: 1})
nan = float("nan")
print({1: nan} == {1: nan}, {nan: 1} == {nan: 1}, {1: nan} == {1: float("nan")})

class Missing(dict):
    def __missing__(self, key):
        return ("missing", key)
m = Missing(a=1)
print(m["a"], m["b"], m.get("b"), "b" in m, m)
print(type(m.copy()), type(m | {}), type({} | m), type(Missing.fromkeys("ab")), Missing.fromkeys("ab"))

# Keys that compare equal are one key; the first one stays.
k = {1: "int"}
k[1.0] = "float"
k[True] = "bool"
print(k)
big = {}
for i in range(1000):
    big["k%d" % i] = i
for i in range(0, 1000, 2):
    del big["k%d" % i]
print(len(big), big["k999"], "k998" in big, sum(big.values()))
copy = big.copy()
copy["new"] = 1
print(len(big), len(copy), list(copy)[-1], copy == big)
r = {}
r["self"] = r
print(r, [r], {"in": [r]})
print(dict[int, str], dict.__class_getitem__(int))
print(hash is not None, d.__contains__(1), d.__len__() == len(d), {}.__sizeof__() < big.__sizeof__())

x = {"a": 1, "b": 2}
for key in x:
    x[key] += 10
print(x)
while x:
    print(x.popitem())
for n in (0, 1, 5, 6, 10, 11, 21, 22):
    print(n, {str(i): i for i in range(n)}.__sizeof__(), {i: i for i in range(n)}.__sizeof__(), dict.fromkeys(range(n)).__sizeof__())
