# The first iterable is evaluated at once, in the enclosing scope; the rest lazily.
def f():
    print('evaluated')
    return [1, 2, 3]
g = (x for x in f())
print('made')
print(list(g))
try:
    (x for x in 5)
except TypeError as e:
    print('at once:', e)
g = (x for y in [1] for x in 5)
try:
    next(g)
except TypeError as e:
    print('later:', e)
n = 2
g = (x * n for x in range(3))
n = 10
print(list(g))
class C:
    items = [1, 2]
    k = 3
    a = [i for i in items]
    try:
        b = [i * k for i in items]
    except NameError as e:
        print(e)
    k2 = list(i for i in items)
print(C.a, C.k2)
print([x for x in range(3) if x], 'x' in dir())
x = 'outer'
print([x for x in 'ab'], x)
print({x: y for x, y in zip('ab', (1, 2))}, {x for x in (1, 1)}, x)
print([[i * j for j in range(i)] for i in range(4)])
print([(lambda: i)() for i in range(3)], [f() for f in [lambda: i for i in range(3)]])
def outer():
    return [locals() for a in range(1)]
print(outer())
print([y := 5, y ** 2], y)
print([last := q for q in range(4)], last)
