def f(a, b, /, c, *args, d=1, **kw):
    "doc"
    x = [i for i in a]
    y = lambda: c + x
    if x:
        return y
    import sys
    return sys.nothing
c = f.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_stacksize, hex(c.co_flags))
print(c.co_varnames, c.co_names, c.co_cellvars, c.co_freevars, c.co_firstlineno)
print([k if not hasattr(k, "co_code") else k.co_name for k in c.co_consts])
print(c.co_code.hex())
print(list(c.co_lines()))
print(list(c.co_positions()))
print(c.co_linetable.hex(), c.co_exceptiontable)
print(c.co_filename.rsplit("/")[-1])
print(repr(c).split(" at ")[0], hash(c) == hash(f.__code__), c == c.replace(), c == c.replace(co_name="z"))
r = c.replace(co_name="g", co_firstlineno=100)
print(r.co_name, r.co_firstlineno, list(r.co_lines())[:2])
def g(): return 1
h = g.__code__.replace(co_consts=(None, 2))
print(eval(h), g())
for kw in [dict(co_argcount=-1), dict(co_nope=1), dict(co_name=1), dict(co_consts=1), dict(co_code="x"), dict(co_varnames=("a",)), dict(co_flags="x")]:
    try:
        g.__code__.replace(**kw)
        print("ok")
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
for n in ("co_name", "co_code", "co_new"):
    try:
        setattr(c, n, 1)
    except AttributeError as e:
        print(e)
def gen(): yield
async def co(): pass
async def ag(): yield
for fn in (g, gen, co, ag): print(fn.__name__, hex(fn.__code__.co_flags))
print(c._varname_from_oparg(0), [n for n in dir(c) if n.startswith("co_")])
k = type(c)
new = k(0, 0, 0, 0, 2, 3, g.__code__.co_code, (None, 42), (), (), "file", "name", "qual.name", 7, b"", b"", (), ())
print(new.co_name, new.co_qualname, new.co_filename, new.co_firstlineno, eval(new))
