# Where names are looked for: local, enclosing, global, builtin; class bodies skip.
x = 'global'
def f():
    x = 'f'
    class C:
        y = x
        x = 'class'
        z = x
        def m(self): return x
        w = [x for _ in range(1)]
        v = (lambda: x)()
    return C.y, C.z, C().m(), C.w, C.v
print(f())
class D:
    try: q
    except NameError as e: print(e)
    q = 1
    def get(self): return q
try: D().get()
except NameError as e: print(e)
def shadow():
    def inner(): return len('abc')
    len_ = len
    return inner()
print(shadow())
len = lambda s: 'mine'
print(len('abc'), shadow())
del len
print(len('abc'))
def unbound():
    def use(): return late
    try: use()
    except NameError as e: print(type(e).__name__, e)
    late = 1
    return use()
print(unbound())
def cond(flag):
    if flag: v = 1
    try: return v
    except UnboundLocalError as e: return str(e)
print(cond(1), cond(0))
def loop():
    for i in (): pass
    try: i
    except UnboundLocalError as e: print(e)
loop()
