# Views follow their dict and behave as sets.
d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i))
d["c"] = 3
print(list(k), list(v), list(i), "c" in k, 3 in v, ("c", 3) in i, ("c", 4) in i, "c" in i, ("c",) in i, ["c", 3] in i)
print(k == {"a", "b", "c"}, k == ["a", "b", "c"], k >= {"a"}, k > {"a", "b", "c"}, k < {"a", "b", "c", "d"}, k <= d.keys(), k != set())
print(i == {("a", 1), ("b", 2), ("c", 3)}, v == d.values(), v == v)
print(sorted(k & {"a", "z"}), sorted(k | ["z"]), sorted(k - {"a"}), sorted(k ^ {"a", "z"}))
print(sorted({"a", "z"} & k), sorted({"z"} | k), sorted({"a", "z"} - k), sorted({"a", "z"} ^ k))
print(sorted(i & {("a", 1)}), sorted(i | [("z", 0)]), sorted(i - {("a", 1)}), sorted(i ^ {("a", 1)}))
print(sorted(i ^ {"a": 1, "b": 5}.items()), sorted(k & {"b": 0}.keys()), type(k & k), type(k | k))
print(k.isdisjoint({"z"}), k.isdisjoint(["a"]), k.isdisjoint(k), {}.keys().isdisjoint({}.keys()), i.isdisjoint([("a", 1)]), k.isdisjoint(iter("xa")))
print(list(reversed(k)), list(reversed(v)), list(reversed(i)))
print(k.mapping, k.mapping["a"], type(k.mapping), v.mapping == d, i.mapping)
it = iter(d)
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__())
print({1: 2}.items().__iter__().__reduce__()[1], iter({1: 2}).__reduce__()[1], iter({1: 2}.values()).__reduce__()[1])
print([type(x).__name__ for x in (k, v, i, iter(k), iter(v), iter(i), reversed(k), reversed(v), reversed(i))])
print(hash(v) is not None)
class D(dict):
    pass
print(repr(D(a=1).keys()), repr(D(a=1)), D(a=1) == {"a": 1})
r = {}
r[1] = r.values()
print(r)
r = {}
r[1] = r.items()
print(r)
print(set({1: 2, 3: 4}.keys()), set({1: 2}.items()), list({1: 2}.values()), tuple({1: 2}.items()))
