# Sets and frozensets: construction, operators, methods, comparison, errors.
def attempt(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error, error.args)

s = set()
print(s, len(s), bool(s), frozenset(), {1, 2, 3}, frozenset([1]), set("aab") == {"a", "b"})
s.add(1); s.add(1); s.add(2)
print(s, 1 in s, 5 in s)
s.discard(1); s.discard(99)
s.remove(2)
print(s)
attempt(lambda: s.remove(2))
attempt(lambda: s.remove((1, 2)))
attempt(lambda: s.remove([1]))
attempt(lambda: s.pop())
attempt(lambda: {[]})
attempt(lambda: set(5))
attempt(lambda: set(1, 2))
attempt(lambda: set(a=1))
attempt(lambda: frozenset(a=1))
attempt(lambda: frozenset(1, 2))
attempt(lambda: hash(set()))
attempt(lambda: {1} | [2])
attempt(lambda: {1} - [2])
attempt(lambda: {1} & {2: 3}.values())
attempt(lambda: {1} < [2])
attempt(lambda: {1}.__or__([2]))
attempt(lambda: {1}.__ior__([2]))
attempt(lambda: {1}.union(5))
attempt(lambda: {1}.intersection([[]]))
attempt(lambda: {1}.issubset(5))
attempt(lambda: {1}.isdisjoint(5))
attempt(lambda: {1}.symmetric_difference())
attempt(lambda: {1}.add())
attempt(lambda: frozenset().add)
attempt(lambda: len(iter({1})))

a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, b - a)
print(a.union(b, [9], (10,)), a.intersection(b, [3]), a.difference(b, [1]), a.symmetric_difference([1, 7]))
print(a.union() == a, a.union() is a, a.intersection() == a, a.difference() == a)
print({1, 2} < {1, 2, 3}, {1, 2} <= {1, 2}, {1} > {2}, {1, 2} >= {2}, {1} == {1}, {1} != {2}, {1} == [1], {1} == frozenset({1}))
print({1, 2}.issubset([1, 2, 3]), {1, 2}.issuperset([1]), {1, 2}.isdisjoint([3]), {1}.isdisjoint({1: 2}), {1, 2}.issuperset("1"))
c = {1, 2, 3}
c |= {4}; print(c)
c &= {2, 3, 4, 9}; print(c)
c -= {2}; print(c)
c ^= {3, 7}; print(c)
c ^= c; print(c)
c.update([1], {2}, {3: 4}); print(c)
c.intersection_update([1, 2], [2]); print(c)
c.update(range(5)); c.difference_update([0, 1], {4}); print(c)
c.symmetric_difference_update([2, 8]); print(c)
c.difference_update(c); print(c)
f = frozenset([1, 2])
print(f.copy() is f, frozenset(f) is f, f | {3}, {3} | f, type(f & {1}), type({1} & f), f.union([5]), f - {1}, f ^ {1})
g = f
g |= {7}
print(g, f, type(g))
print({frozenset([1]): 2}[frozenset([1])], {1} in {frozenset([1])}, {frozenset([1]), 2}.__contains__({1}))
t = {frozenset([1])}
t.remove({1})
print(t)
t.discard({1})
attempt(lambda: t.remove({5}))
print(hash(frozenset([1, 2, 3])), hash(frozenset()), hash(frozenset(range(100))), hash(frozenset(["a", "b"])), hash(frozenset([frozenset([1])])))
class S(set):
    pass
class F(frozenset):
    pass
print(S([1]), F([1]), S(), F(), type(S().copy()), type(S() | {1}), type(F() | {1}), type(S() & S()), S([1]) == {1})
attempt(lambda: S(a=1))
attempt(lambda: F(a=1))
attempt(lambda: F([1], 2))
print(F([1]).copy() is None, frozenset(F([1])), type(frozenset(F([1]))))
class N:
    def __init__(self):
        self.inner = None
    def __repr__(self):
        return repr(self.inner)
n = N(); z = {n}; n.inner = z
print(z)
n = N(); z = frozenset([n]); n.inner = z
print(z)
n = N(); z = S([n]); n.inner = z
print(z)
print({1, 2}.__reduce__(), F([1]).__reduce__(), iter({1, 2}).__reduce__()[1], iter({1, 2}).__length_hint__())
print(set.__doc__, set[int], [set(range(n)).__sizeof__() for n in (0, 4, 5, 19, 20, 77, 78)])
def grow():
    s = {1, 2, 3}
    for x in s:
        s.add(x + 10)
attempt(grow)
def shrink():
    s = {1, 2, 3}
    it = iter(s)
    next(it)
    s.clear()
    for _ in range(2):
        attempt(lambda: next(it))
    next(it)
attempt(shrink)
z = {3, 1, 2}
z.__init__([7])
print(z)
print(set({"k": 1}), set({1: 2}.items()), sorted(set("hello")), {*"ab", *[1]} == {"a", "b", 1})
print(z.isdisjoint(z), set().isdisjoint(set()), {1.0, 1, True}, {0, False, 0.0})
