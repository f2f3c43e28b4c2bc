# Calls and subscripts: brackets get the carets.
import sys
def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
d, l, n = {}, [], None
def f(*a, **k): raise ValueError(a)
show(lambda: d['key'])
show(lambda: l[0])
show(lambda: d['a']['b'])
show(lambda: l[0][1](2))
show(lambda: f(1, 2))
show(lambda: f(1)(2))
show(lambda: n(1))
show(lambda: n.attr)
show(lambda: n.attr.other(1)[2])
show(lambda: (f)(1))
show(lambda: f(
    1,
    2,
))
show(lambda: d[
    'k'
])
show(lambda: len(5) + 1)
show(lambda: 1 + len(5))
show(lambda: "a".join([1]) + "b")
show(lambda: f"{d['x']}")
show(lambda: print(l[5], end=''))
show(lambda: (lambda: 1 / 0)())
x = f(1)
