def f(a, b=1, *c, d, e=2, **g) -> "ret":
    """The doc."""
    x = 1
    return x
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__dict__, f.__closure__)
print(f.__globals__ is globals(), f.__builtins__ is __builtins__.__dict__ if hasattr(__builtins__, "__dict__") else True, f.__type_params__)
f.attr = 1
print(f.__dict__, f.attr)
f.__name__ = "new"; f.__qualname__ = "q.new"; f.__doc__ = None; f.__module__ = "mod"
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, repr(f).split(" at ")[0])
f.__defaults__ = (10, 20)
f.__kwdefaults__ = {"d": 1}
f.__annotations__ = {"z": 1}
def get(fn, *a, **k):
    try:
        return fn(*a, **k)
    except TypeError as e:
        return e
print(get(f), get(f, 1), f.__annotations__)
f.__defaults__ = None
f.__kwdefaults__ = None
print(get(f), get(f, 1, 2))
del f.__annotations__, f.__defaults__
print(f.__annotations__, f.__defaults__, f.__kwdefaults__)
for name, value in [("__name__", 1), ("__qualname__", 1), ("__defaults__", [1]), ("__kwdefaults__", ()), ("__annotations__", 1), ("__code__", 1), ("__closure__", ()), ("__globals__", {}), ("__dict__", 1), ("__builtins__", 1)]:
    try:
        setattr(f, name, value)
        print("set", name)
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
for name in ("__name__", "__code__", "__dict__", "__doc__", "__module__", "__qualname__"):
    try:
        delattr(f, name)
        print("deleted", name, getattr(f, name, "gone"))
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
def g(): return 1
def h(x): return x + 1
g.__code__ = h.__code__
print(g(4), g.__name__, g)if False else print(g(4), g.__name__)
def outer():
    v = 1
    def inner(): return v
    return inner
i = outer()
print(i.__closure__[0].cell_contents, i.__code__.co_freevars, i.__qualname__)
try:
    g.__code__ = i.__code__
except ValueError as e:
    print(e)
i.__closure__[0].cell_contents = 7
print(i())
del i.__closure__[0].cell_contents
try:
    i()
except NameError as e:
    print(e)
try:
    i.__closure__[0].cell_contents
except ValueError as e:
    print(e)
lam = lambda: 0
print(lam.__name__, lam.__qualname__, type(lam), type(print), type(str.upper), type("".upper), type(C := type("C", (), {"m": lam}).m), )
F = type(lam)
new = F(h.__code__, {"__builtins__": {}}, "made", (5,), None)
print(new(), new.__name__, new.__globals__.keys())
for args in [(), (1,), (h.__code__, 1), (h.__code__, {}, 1), (i.__code__, {}), (i.__code__, {}, None, None, (1,)), (h.__code__, {}, None, 5), (h.__code__, {}, None, None, (1,))]:
    try:
        F(*args)
        print("ok")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
