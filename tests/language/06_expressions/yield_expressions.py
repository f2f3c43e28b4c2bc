# Yield in every place of an expression.
def drive(g, *values):
    out = [next(g)]
    for v in values:
        try: out.append(g.send(v))
        except StopIteration as e: out.append(('end', e.value)); break
    return out
def a(): return [(yield 1), (yield 2)]
def b(): return {(yield 'k'): (yield 'v')}
def c(): return (yield 1) + (yield 2) * (yield 3)
def d(): return f'{(yield 1)}-{(yield 2)!r:>5}'
def e(): return (lambda x=(yield 1): x)()
def f(): return [x for x in (yield 1)]
def g(): return (yield)[(yield)]
def h(): return print((yield 1), end=(yield 2))
def i(): return (yield 1) if (yield 2) else (yield 3)
def j(): return (yield 1) and (yield 2)
def k(): return (yield 1) < (yield 2) < (yield 3)
def l(): return ((yield 1), *(yield 2))
def m():
    x = y = yield 1
    x, y = yield x, y
    return x, y
def n():
    assert (yield 1), (yield 2)
def o():
    for x in (yield 1): yield x
    else: return 'else'
def p():
    while (yield 'more?'): pass
    return 'done'
def q():
    with (yield 'manager') as v: return v
def r():
    try: raise (yield 1)
    except (yield 2) as err: return repr(err)
def s():
    del (yield 1)[(yield 2)]
def t():
    x = {}
    x[(yield 1)] = yield 2
    x[(yield 3)] += yield 4
    return x
print(drive(a(), 'x', 'y'), drive(b(), 1, 2), drive(c(), 1, 2, 3), drive(d(), 'p', 'q'), drive(e(), 5), drive(f(), 'ab'), drive(g(), [7, 8], 1), drive(h(), 'text', '|\n'))
print(drive(i(), 0, 'three'), drive(i(), 1, 'one'), drive(j(), 0), drive(j(), 1, 2), drive(k(), 1, 2, 3), drive(k(), 1, 0), drive(l(), 'a', [1, 2]), drive(m(), 5, (6, 7)))
try: drive(n(), 0, 'msg')
except AssertionError as err: print(repr(err))
print(drive(o(), 'ab', None, None), drive(p(), 1, 0), drive(r(), KeyError('k'), LookupError), drive(t(), 'k', 'key', 'key', 'add') if 0 else '')
d_ = {'z': 1}; print(drive(s(), d_, 'z'), d_)
class M:
    def __enter__(self): return 'entered'
    def __exit__(self, *a): pass
print(drive(q(), M()))
