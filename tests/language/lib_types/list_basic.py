# What a list does when nothing goes wrong: construction, methods, operators, slices read.
print([], list(), list("abc"), list((1, 2)), list(range(5)), list({1: 2, 3: 4}), list([1]), list(iter([1, 2])))
print(list({3}), list(frozenset([4])), list({1: 2}.items()), list(x * x for x in range(4)), list(range(0)), list(reversed([1, 2])))
l = []
for i in range(30):
    l.append(i)
print(l, len(l), l[0], l[-1], l[True])
print(l.pop(), l.pop(0), l.pop(-2), l.pop(3), l)
l.insert(0, "first")
l.insert(100, "last")
l.insert(-1, "before last")
l.insert(-100, "very first")
print(l)
l.remove("first")
print(l.index("last"), l.count(5), l.count("none"), l.index(5, 2), l.index(5, -30, 20))
l.reverse()
print(l[:4], l[-3:], l[::7], l[::-9], l[5:2], l[5:2:-1], l[2:5], l[-100:2], l[100:], l[:-25])
c = l.copy()
print(c == l, c is l, c != l, l[:] == l, l[:] is l)
c.clear()
print(c, len(c), bool(c), bool(l))
a = [1, 2]
b = a
a += [3]
a += (4, 5)
a += "67"
a += {8: 9}
a += range(9, 11)
a += (x for x in (11, 12))
print(a, b is a)
a *= 2
print(a, b is a)
a *= 0
print(a, b is a, b)
a.extend(a)
a.extend([1, 2])
a.extend(a)
print(a)
a *= -1
print(a)
print([1] + [2], [1, 2] * 3, 2 * [0], [1] * 0, [1] * -5, [] * 10, [[]] * 2)
print(1 in [1, 2], 3 in [1, 2], 1.0 in [1], None in [None], [] in [[]])
print([1, 2] == [1, 2], [1, 2] == [1, 3], [1, 2] != [1], [1, 2] < [1, 3], [1, 2] < [1, 2, 0], [2] > [1, 9], [1] >= [1], [1, 2] <= [1], [] < [0], [] >= [])
print([1, 2] == (1, 2), [1, 2] != (1, 2), [float("nan")] == [float("nan")])
nan = float("nan")
print([nan] == [nan], nan in [nan], [nan].index(nan), [nan].count(nan), [nan, 1] < [nan, 2])
r = [1, "two", 3.0, None, True, (1,), {"k": []}]
r.append(r)
print(r, str(r), repr(r) == str(r))
n = []
n.append([n])
print(n, n[0][0] is n)
print([].__len__(), [1, 2].__getitem__(1), [1, 2].__contains__(2), [1].__add__([2]), [1].__mul__(2), [1].__rmul__(2))
print([5, 6].__iter__().__next__(), [3] .__eq__([3]), [3].__eq__(3), [3].__lt__((3,)), [].__hash__)
x = [1, 2, 3]
x.__setitem__(0, 9)
x.__delitem__(1)
x.__init__((7, 8))
print(x, x.__iadd__([1]) is x, x.__imul__(2) is x, x)
x.__init__()
print(x)
first, *rest = [1, 2, 3]
print(first, rest, [*rest, *"ab", *(), *{9}])

class Sub(list):
    pass

s = Sub([1, 2])
s.extra = 5
print(s, type(s).__name__, s.extra, type(s + [3]).__name__, type(s[:]).__name__, type(s * 2).__name__, type(s.copy()).__name__)
print(s == [1, 2], [1, 2] == s, isinstance(s, list), list(s), s < [1, 3])
import sys
print([sys.getsizeof([None] * n) for n in range(6)], sys.getsizeof([]))
grown, sizes = [], []
for i in range(70):
    grown.append(i)
    size = sys.getsizeof(grown)
    if not sizes or sizes[-1] != size:
        sizes.append(size)
print(sizes)
while grown:
    grown.pop()
    size = sys.getsizeof(grown)
    if sizes[-1] != size:
        sizes.append(size)
print(sizes)
print([sys.getsizeof(list(s)) for s in ("abcde", (1, 2, 3), range(10), {1, 2, 3}, {1: 2}, [1, 2, 3][:2], iter([1, 2, 3]))])
print(list[int], list[int](("a",)), list[int].__origin__)
