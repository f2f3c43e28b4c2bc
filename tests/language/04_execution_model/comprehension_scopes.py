# Comprehensions: their own names, what they see, in classes, with walrus and nested.
x = 'outer'
print([x for x in 'ab'], x, {x for x in 'c'}, {x: x for x in 'd'}, list(x for x in 'e'), x)
def f():
    a = [i for i in range(3)]
    try: i
    except NameError as e: return a, str(e)
print(f())
def g():
    i = 'kept'
    [i for i in range(3)]
    return i
print(g())
def h(n): return [[i * j for j in range(i)] for i in range(n)]
print(h(4))
class C:
    a = 1
    b = [a2 for a2 in (a, 2)]
    try: c = [a for _ in range(2)]
    except NameError as e: print(e)
    d = list(map(lambda q: q, [a]))
print(C.b, C.d, 'a2' in vars(C))
print([y := v * 2 for v in range(3)], y)
def locals_in():
    a = 1
    return [sorted(locals()) for b in range(1)]
print(locals_in())
def exc():
    i = 'before'
    try: [i for i in (1, 2, 1 / 0)]
    except ZeroDivisionError: return i
print(exc())
def exc2():
    i = 'before'
    try: [1 / i for i in (1, 0)]
    except ZeroDivisionError: return i
print(exc2())
fs = [lambda: k for k in range(3)]
print([f() for f in fs], [(lambda k=k: k)() for k in range(3)])
print([a + b for a in 'xy' for b in 'xyz' if a != b], [c for c in range(20) if c % 2 if c % 3])
print([i for i in range(3) for i in range(i)], [[i for i in range(i)] for i in range(3)])
def gen_in():
    return [(yield_) for yield_ in (1, 2)]
print(gen_in())
it = iter(range(6))
print([(a, next(it)) for a in it])
def del_inside(): return [x for x in [1]], [y for y in [2]]
print(del_inside())
