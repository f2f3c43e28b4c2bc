# Elements that change the set while it is being used.
class Clears:
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

s = {1, 2, 3}
print(Clears(s) in s, s)
s = {1, 2, 3}
key = Clears(s)
s.add(key)
print(len(s), key in s)
class Grows(Clears):
    def __eq__(self, other):
        if self.armed:
            self.armed = False
            self.target.update(range(100, 300))
        return False
    __hash__ = Clears.__hash__
s = {1}
key = Grows(s)
s.add(key)
print(len(s), key in s)
s = {1}
s.discard(Grows(s))
print(len(s))
s = {1}
print(len(s & {Grows(s)}), len(s))
class Raises:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        raise ValueError("not comparable")
for act in (lambda: {1, Raises()}, lambda: Raises() in {1}, lambda: {1}.discard(Raises()), lambda: {1} | {Raises()}, lambda: {1} == {Raises()}):
    try:
        print(act())
    except ValueError as error:
        print(error)
class Loud:
    def __init__(self, target, n):
        self.target, self.n = target, n
    def __hash__(self):
        return self.n
    def __del__(self):
        self.target.add(self.n * 10)
s = set()
s.add(Loud(s, 1))
s.clear()
print(s)
s.add(Loud(s, 2))
s.pop() if False else None
for x in list(s):
    if not isinstance(x, int):
        s.discard(x)
del x
print(s)
s = set()
s.add(Loud(s, 3))
s.intersection_update([])
print(s)
order = []
class Drop:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        return self.n
    def __del__(self):
        order.append(self.n)
s = {Drop(5), Drop(1), Drop(3)}
del s
print(order)
class Hashless:
    def __hash__(self):
        raise TypeError("no hash")
try:
    {Hashless()}
except TypeError as error:
    print(error)
class SetKey(set):
    pass
print(SetKey([1]) in {frozenset([1])})
class ReprClears:
    def __init__(self, target):
        self.target = target
    def __repr__(self):
        self.target.clear()
        return "cleared"
    def __hash__(self):
        return 0
s = set()
s.add(ReprClears(s))
s.add(1)
print(s, s)
