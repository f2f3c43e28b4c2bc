# Keys, values and finalizers that change the dict while it is being used.
class Clears:
    """Equal to nothing; the first comparison empties the dict."""
    def __init__(self, target):
        self.target = target
        self.armed = True
    def __hash__(self):
        return 1
    def __eq__(self, other):
        if self.armed:
            self.armed = False
            self.target.clear()
        return False

d = {}
key = Clears(d)
d[1] = "one"
try:
    print(d[key])
except KeyError:
    print("no such key", d)
d["s"] = "kept"
d[1] = "one"
key.armed = True
print(d.pop(key, "none"), d)

class Grows:
    def __init__(self, target):
        self.target = target
        self.count = 0
    def __hash__(self):
        return 1
    def __eq__(self, other):
        self.count += 1
        if self.count == 1:
            for i in range(100, 200):
                self.target[i] = i
        return False

d = {1: "one"}
key = Grows(d)
print(d.get(key, "none"), len(d), key.count)
d = {1: "one"}
key = Grows(d)
d.setdefault(key, "set")
print(len(d), d[key], key.count)
d = {1: "one"}
key = Grows(d)
print(d.pop(key, "none"), len(d))

class Replaces:
    """The comparison swaps the key in the table for another of the same hash."""
    def __init__(self, target):
        self.target = target
        self.armed = True
    def __hash__(self):
        return 1
    def __eq__(self, other):
        if self.armed:
            self.armed = False
            del self.target[1]
            self.target[True] = "true"
        return other is True

d = {1: "one"}
print(d.get(Replaces(d)), d)

class DiesLoudly:
    def __init__(self, target, name):
        self.target = target
        self.name = name
    def __del__(self):
        self.target[self.name] = "from __del__"

d = {}
d["a"] = DiesLoudly(d, "b")
d["a"] = 1
print(d)
d["c"] = DiesLoudly(d, "e")
del d["c"]
print(d)
d["f"] = DiesLoudly(d, "g")
d.clear()
print(d)
d["h"] = DiesLoudly(d, "i")
d.pop("h")
print(d)
d["j"] = DiesLoudly(d, "k")
d.popitem()
print(d)
d["l"] = DiesLoudly(d, "m")
d.update(l=2)
print(d)

class ReprChanges:
    def __init__(self, target):
        self.target = target
    def __repr__(self):
        self.target.clear()
        return "cleared"
d = {}
d[1] = ReprChanges(d)
d[2] = 2
print(d, d)

class EqChanges:
    def __init__(self, target):
        self.target = target
    def __eq__(self, other):
        self.target.clear()
        return True
a, b = {}, {}
a[1], b[1] = EqChanges(a), 1
a[2], b[2] = 2, 3
print(a == b, a, b)

class KeyDict(dict):
    def __getitem__(self, key):
        return "own " + str(key)
    def __iter__(self):
        return iter(["x", "y"])
    def keys(self):
        return ["p", "q"]
print(dict(KeyDict(a=1)), {**KeyDict(a=1)}, {} | KeyDict(a=1))

order = []
class Drop:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        order.append(self.name)
    def __hash__(self):
        return len(self.name)
d = {Drop("k1"): Drop("v1"), Drop("k22"): Drop("v2"), "s": Drop("v3")}
del d
print(order)
order.clear()
d = {"a": Drop("1"), "b": Drop("2")}
d["a"] = Drop("3")
print(order)
d.clear()
print(order)

class Mutates:
    def keys(self):
        target["new"] = 1
        return ["k"]
    def __getitem__(self, key):
        target.clear()
        return 5
target = {"old": 1}
target.update(Mutates())
print(target)

class Stubborn:
    def __init__(self):
        self.n = 0
    def __hash__(self):
        return 7
    def __eq__(self, other):
        self.n += 1
        return self is other
keys = [Stubborn() for _ in range(30)]
d = {key: n for n, key in enumerate(keys)}
print([d[key] for key in keys] == list(range(30)), len(d))
for key in keys[::2]:
    del d[key]
print([d.get(key) for key in keys])
