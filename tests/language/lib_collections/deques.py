# collections.deque, at both ends and in between.
from _collections import deque

d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, len(d), d[0], d[-1], d.pop(), d.popleft(), list(d))
d.extend("ab")
d.extendleft("xy")
print(d, 2 in d, d.index("a"), d.count(2))
d.rotate(2)
print(d)
d.rotate(-3)
print(d)
d.insert(2, "new")
d.remove("a")
del d[0]
d[0] = "first"
d.reverse()
print(d, list(reversed(d)))
m = deque(range(10), 3)
m.append(10)
m.appendleft(7)
print(m, m.maxlen, m * 2, m + deque([1]), m.copy() == m)
print(deque([1, 2]) < deque([1, 3]), deque([1]) == [1], deque("ab", 5) == deque("ab"))
for call in (
    deque().pop, deque().popleft, lambda: d[99], lambda: d["a"], lambda: d.remove("q"), lambda: deque(1),
    lambda: deque([], -1), lambda: m.insert(0, 1), lambda: d + [1], lambda: d.index("q"),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
try:
    for x in d:
        d.append(x)
except RuntimeError as e:
    print(e)
big = deque()
for i in range(1000):
    big.append(i)
    if i % 3 == 0:
        big.popleft()
print(len(big), big[0], big[333], big[-1], sum(big))
e = deque()
e.append(e)
print(e)
