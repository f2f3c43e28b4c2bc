# Cells: shared, rebound, empty, deleted, in loops.
def make():
    fs = []
    for i in range(3): fs.append(lambda: i)
    return [f() for f in fs]
print(make())
def shared():
    n = 0
    def inc(): nonlocal n; n += 1
    def get(): return n
    inc(); inc()
    return get(), inc.__closure__[0] is get.__closure__[0], get.__closure__[0].cell_contents
print(shared())
def empty():
    def g(): return v
    c = g.__closure__[0]
    try: c.cell_contents
    except ValueError as e: print(e)
    v = 1
    print(c.cell_contents)
    del v
    try: g()
    except NameError as e: print(e)
    c.cell_contents = 5
    print(g())
    del c.cell_contents
    try: print(v)
    except UnboundLocalError as e: print(e)
empty()
def params(a, *b, c=1, **d):
    def show(): return a, b, c, d
    a = 'changed'
    return show()
print(params(1, 2, x=3))
def counter():
    count = 0
    while True:
        def bump(): nonlocal count; count += 1; return count
        yield bump
g = counter()
print(next(g)(), next(g)(), next(g)())
cell = (lambda x: lambda: x)(1).__closure__[0]
print(type(cell).__name__, cell == (lambda x: lambda: x)(1).__closure__[0], cell < (lambda x: lambda: x)(2).__closure__[0])
def recursive():
    def fact(n): return 1 if n < 2 else n * fact(n - 1)
    return fact(5)
print(recursive())
def klass():
    v = 1
    class C:
        def m(self):
            return __class__.__name__, v
    return C().m(), C.m.__code__.co_freevars
print(klass())
