# if/elif/else forms, one-line suites, names bound in blocks, conditional definitions.
if 0: pass
elif []: pass
elif 'x': print('third')
else: print('no')
if 1: a = 1; b = 2
print(a, b)
if True:
    def defined(): return 'first'
else:
    def defined(): return 'second'
print(defined())
try:
    import no_such_module
except ImportError:
    no_such_module = None
print(no_such_module)
class C: x = 1; y = 2
print(C.x, C.y)
def f(flag):
    if flag: value = 1
    return value
print(f(1))
try: f(0)
except UnboundLocalError as e: print(e)
def g():
    del_me = 1
    del del_me
    return del_me
try: g()
except UnboundLocalError as e: print(e)
def h():
    def inner(): return later
    try: inner()
    except NameError as e: print(e)
    later = 1
    return inner()
print(h())
for i in range(2): pass; last = i
print(last)
while 1: break
if __name__ == '__main__': print('main')
x = 1 if a == 1 else 2 if b == 3 else 4; print(x)
if (n := 5) > 3: print(n)
if not None: print('not None')
if (a,
    b): print('tuple is true')
