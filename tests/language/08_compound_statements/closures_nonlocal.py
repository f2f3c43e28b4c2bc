def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
inc, get = counter()
print(inc(), inc(5), get(), inc.__closure__[0] is get.__closure__[0])
fs = [lambda: i for i in range(3)]
print([f() for f in fs], [f() for f in [lambda i=i: i for i in range(3)]])
def outer():
    x = 1
    class C:
        x = 2
        y = x
        def m(self): return x
        z = [x for _ in range(1)]
    return C.y, C().m(), C.z
print(outer())
def a():
    v = "a"
    def b():
        def c():
            nonlocal v
            v = "c"
            return v
        return c() + v
    return b() + v
print(a())
def unbound():
    def inner(): return later
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    later = 1
    return inner()
print(unbound())
def local_unbound():
    try:
        q += 1
    except UnboundLocalError as e:
        print(e)
    try:
        print(w)
        w = 1
    except UnboundLocalError as e:
        print(e)
    del_me = 1
    del del_me
    try:
        del_me
    except UnboundLocalError as e:
        print(e)
    try:
        del del_me
    except UnboundLocalError as e:
        print(e)
local_unbound()
def del_cell():
    c = 1
    def inner(): return c
    del c
    try:
        inner()
    except NameError as e:
        print(e)
    c = 5
    return inner()
print(del_cell())
g = 1
def use_global():
    global g, newg
    g += 1
    newg = "new"
use_global()
print(g, newg)
def recursive(n): return 1 if n == 0 else n * recursive(n - 1)
print(recursive(10))
def make(n):
    if n == 0: return lambda: 0
    inner = make(n - 1)
    return lambda: inner() + n
print(make(20)())
cell = make(1).__closure__[0]
Cell = type(cell)
print(Cell(5).cell_contents, Cell(1) == Cell(1), Cell(1) < Cell(2), Cell() == Cell(), repr(Cell()).split(" at ")[0])
try:
    Cell().cell_contents
except ValueError as e:
    print(e)
for src in ["def f():\n nonlocal x", "nonlocal x", "def f(x):\n global x", "def f():\n x = 1\n global x", "def f(x):\n def g():\n  nonlocal x\n  x = 1\n  global x", "def f(a, a): pass", "def f():\n print(x)\n nonlocal x", "def f(a=1, b): pass", "def f(*): pass", "def f(**k, a): pass", "def f(*a, *b): pass", "def f(a, /, b, /): pass", "def f(*, **k): pass", "def f(/): pass", "lambda a, a: 0", "f(a=1, 2)", "f(**k, *a)", "f(a=1, a=2)", "f(x for x in y, 1)", "f(1=2)", "f(a.b=1)", "f(True=1)", "def None(): pass", "def f(None): pass", "class C(x=1, x=2): pass", "def f(a, *, a): pass", "def f(*, a, **a): pass"]:
    try:
        compile(src, "s", "exec")
        print("fine", src)
    except SyntaxError as e:
        print(e.msg)
