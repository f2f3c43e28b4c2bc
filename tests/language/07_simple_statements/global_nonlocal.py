# global and nonlocal in functions, classes, nested scopes, exec.
x = 'global'
def f():
    global x, y
    x = 'changed'; y = 'new'
f(); print(x, y)
def outer():
    x = 'outer'
    def read(): return x
    def write():
        nonlocal x
        x = 'written'
    def glob():
        global x
        return x
    def deep():
        def deeper():
            nonlocal x
            x += '!'
        deeper()
    write(); deep()
    return read(), glob(), x
print(outer())
def cls():
    n = 1
    class C:
        nonlocal n
        n = 2
        m = n
        def f(self): return n
    return n, C.m, C().f(), 'n' in vars(C)
print(cls())
class G:
    global in_class
    in_class = 5
print(in_class, hasattr(G, 'in_class'))
def comp():
    total = 0
    def add(v):
        nonlocal total
        total += v
        return total
    return [add(i) for i in range(4)]
print(comp())
def shadow():
    print_ = print
    for len in range(1): pass
    return len
print(shadow(), len('abc'))
def params(a, b=lambda: x): return b()
print(params(1))
def gen():
    global counter
    for counter in range(3): yield counter
print(list(gen()), counter)
def with_():
    global fh, exc
    class M:
        __enter__ = lambda s: 'entered'
        __exit__ = lambda *a: None
    with M() as fh: pass
    import sys as system
    try: 1 / 0
    except ZeroDivisionError as exc: print(exc)
with_()
print(fh, 'exc' in globals())
def defs():
    global fn, Cls
    def fn(): return 1
    class Cls: pass
defs()
print(fn.__qualname__, Cls.__qualname__)
def late():
    def a(): return b()
    def b(): return 'b'
    return a()
print(late())
