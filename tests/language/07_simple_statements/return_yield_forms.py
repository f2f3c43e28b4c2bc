# return and yield with every form of value.
def a(): return
def b(): return None
def c(): return 1,
def d(): return 1, *[2]
def e(): return (yield)
def f(): x = yield; return x
def g(): x = yield 1, 2; print(x)
def h(): yield
def i(): x = (yield 1) + (yield 2); return x
def j(): print((yield)); print((yield 3))
def k(): return lambda: (yield)
def l(): yield (yield (yield 1))
print(a(), b(), c(), d())
def drive(gen, *values):
    out = [next(gen, 'empty')]
    for v in values:
        try: out.append(gen.send(v))
        except StopIteration as s: out.append(('stop', s.value))
    return out
print(drive(e(), 5), drive(f(), 6), drive(g(), 7), drive(h(), None), drive(i(), 10, 20), drive(j(), 'x', 'y'), drive(k()() , 1), drive(l(), 'a', 'b', 'c'))
def m():
    try: yield 1
    finally: return 'final'
print(drive(m(), None))
def n():
    for x in (yield from range(2)) or ['none']: yield x
print(list(n()))
def o(): x = [(yield 1), (yield 2)]; return x
print(drive(o(), 'a', 'b'))
def p(): return f'{(yield 1)}'
print(drive(p(), 'v'))
def q():
    d = {}
    d[(yield 'key')] = yield 'value'
    d[(yield 'k2')] += (yield 'v2') if 0 in d else 1
    return d
print(drive(q(), 'val', 'key', 'key')) if 0 else None
def r():
    yield 1
    return
    yield 2
print(list(r()))
def s():
    if 0: yield
print(list(s()), type(s()).__name__)
