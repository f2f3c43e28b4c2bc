def f():
    a = 1
    l = locals()
    b = 2
    print(l, locals(), locals() is locals())
    l["a"] = 5
    print(a)
f()
class C:
    x = 1
    locals()["y"] = 2
    print(locals() is locals(), y)
print(C.y, locals() is globals())
def g():
    import sys
    x = 1
    fl = sys._getframe().f_locals
    print(type(fl).__name__, fl is sys._getframe().f_locals, fl == {"x": 1} , sorted(fl))
    fl["x"] = 10
    print(x)
    fl["extra"] = 3
    print(fl["extra"], "extra" in locals(), len(fl), sorted(fl.keys()), sorted(map(str, fl.values()))[:2])
    try:
        del fl["x"]
    except (ValueError, TypeError) as e:
        print(e)
    try:
        fl["nope"]
    except KeyError as e:
        print("KeyError", e)
    print(fl.get("nope", 4), fl.setdefault("x", 3), "x" in fl, list(reversed(fl))[-1])
    try:
        fl.pop("x")
    except (ValueError, AttributeError) as e:
        print(e)
    fl.update({"x": 11, "e2": 1})
    print(x, fl["e2"], fl | {"x": 0} == dict(fl) | {"x": 0})
    print(fl.copy() == dict(fl), type(fl.copy()))
    try:
        hash(fl)
    except TypeError as e:
        print(e)
    try:
        fl.clear()
    except (ValueError, AttributeError) as e:
        print(type(e).__name__)
g()
def h():
    v = 1
    def inner():
        nonlocal v
        v += 1
        import sys
        sys._getframe(0).f_locals["v"] = 50
        return v
    r = inner()
    return r, v
print(h())
def ex():
    q = 1
    exec("q = 2; z = 3")
    print(q, "z" in locals())
    print([locals() for i in range(1)][0].keys())
    exec("q = 9", globals(), d := {})
    print(d)
ex()
def gen():
    a = 1
    yield locals()
    b = 2
    yield locals()
print(*gen())
def unbound():
    print(locals())
    z = 1
    del z
    print(locals())
unbound()
print((lambda a, *b, **c: locals())(1, 2, d=3))
