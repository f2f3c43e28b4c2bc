# Names made by exec in functions, classes and modules.
def f():
    exec('a = 1')
    try: return a
    except NameError as e: return str(e)
print(f())
exec('module_level = 2'); print(module_level)
class C:
    exec('attr = 3')
    other = attr
print(C.attr, C.other)
def g():
    ns = {'k': 1}
    exec('def h(): return k\nv = h()', ns)
    return ns['v']
print(g())
def h():
    g, l = {}, {'x': 1}
    try: exec('def q(): return x\nq()', g, l)
    except NameError as e: return str(e)
print(h())
def i():
    exec('global made\nmade = 5')
    return made
print(i())
def j():
    loc = locals()
    loc['zzz'] = 1
    x = 5
    return loc, locals()
print(j())
def k():
    x = 1
    l1 = locals()
    x = 2
    l2 = locals()
    return l1, l2, l1 is l2
print(k())
print(locals() is globals(), (lambda: locals() is globals())())
class L:
    a = 1
    print(sorted(n for n in locals() if not n.startswith('__')))
exec('''
def outer():
    v = 1
    def inner():
        nonlocal v
        v += 1
        return v
    return inner()
print(outer())
class K:
    def m(self): return __class__
print(K().m().__name__)
''')
print(eval('[module_level for _ in range(2)]'), eval('[q for _ in range(2)]', {'q': 1}), eval('(lambda: z)()', {'z': 5}))
try: eval('[q for _ in range(2)]', {}, {'q': 1}); print('seen')
except NameError as e: print(e)
