# del: names, attributes, items, slices, nested targets, errors, order.
a = b = c = 1
del a, (b, [c])
for n in 'abc':
    try: eval(n)
    except NameError as e: print(e)
l = list(range(10)); del l[0], l[-1], l[1:3], l[::2]; print(l)
d = {'a': 1, 'b': 2}; del d['a']; print(d)
class C: pass
o = C(); o.x = 1; del o.x
for code in ('del o.x', 'del d["zz"]', 'del l[99]', 'del undefined', 'del (1)[0]', 'del "abc"[0]', 'del (1,2)[0]', 'del o.__class__', 'del int.x', 'del C.nothing', 'del (5).real', 'del range(3)[0]'):
    try: exec(code)
    except Exception as e: print(code, '->', type(e).__name__, e)
def f():
    x = 1
    del x
    try: del x
    except UnboundLocalError as e: print(e)
f()
def g():
    x = 1
    def h():
        nonlocal x
        del x
    h()
    try: x
    except NameError as e: print(type(e).__name__, e)
g()
def k():
    global made
    made = 1
    del made
    try: del made
    except NameError as e: print(e)
k()
class D:
    def __delitem__(self, k): print('delitem', k)
    def __delattr__(self, n): print('delattr', n)
x = D()
del x[1], x[1:2], x[1, 2], x.name, (x[3], x.z)
del ()
del []
class E:
    y = 1
    del y
print(hasattr(E, 'y'))
for code in ('del f()', 'del 1', 'del a + b', 'del (a, 1)', 'del *a', 'del a if b else c', 'del None', 'del [x for x in y]', 'del', 'del a.b()', 'del "x"', 'del lambda: 0', 'del (yield)', 'del {}', 'del a, b =', 'del x := 1', 'del a < b', 'del not a', 'del f"x"', 'del ...'):
    try: compile(code, '', 'exec'); print('fine', code)
    except SyntaxError as e: print(code, '->', e.msg, e.offset)
