def show(*a, **k): return a, k
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
calls = ["f(1, d=4)", "f(1, 2, 3, 4, 5, d=6, z=7)", "f(1, c=9, d=0)", "f(1, a=5, d=1)", "f(d=1)", "f()", "f(1)", "f(1, b=3, d=1)",
         "f(1, 2, 3, c=4, d=1)", "f(*[1, 2], **{'d': 1, 'b': 2})", "f(1, d=1, **{'d': 2})", "f(1, **{1: 2}, d=1)", "f(*5, d=1)", "f(**5)",
         "f(1, *(), d=2, *[])", "f(1, d=1, **{}, **{'q': 1})", "f(1, **{'x': 1}, **{'x': 2}, d=1)"]
for c in calls:
    try:
        print(c, eval(c))
    except (TypeError, SyntaxError) as e:
        print(c, type(e).__name__, e)
def g(a, b): pass
def h(a, b, c): pass
def k(*, x, y, z=1): pass
def p(a, b, /): pass
def q(a, /, b, *, c): pass
def n(): pass
def o(a=1): pass
for c in ["g()", "g(1)", "g(1,2,3)", "h()", "h(1)", "k()", "k(x=1)", "k(1)", "k(1, x=1, y=2)", "p(a=1, b=2)", "p(1, b=2)", "q(1, 2)", "q(a=1, b=2, c=3)",
          "n(1)", "n(1, 2)", "n(x=1)", "o(1, 2)", "o(b=1)", "o(1, a=2)", "g(1, 2, c=3)", "g(a=1)", "g(b=1)", "g(1, a=2)", "k(x=1, y=2, w=1)", "g(1, 2, 3, c=4)",
          "k(1, 2, x=1, y=1)", "k(1, z=2)", "g(**{'a': 1, 'bb': 2})", "g(aa=1, b=2)", "k(x=1, y=1, zz=3)"]:
    try:
        print(c, eval(c))
    except TypeError as e:
        print(c, e)
class C:
    def __init__(self, a): pass
    def m(self, x): pass
    @classmethod
    def c(cls, x): pass
    @staticmethod
    def s(x): pass
    def nope(): pass
for c in ["C()", "C(1, 2)", "C(1).m()", "C(1).m(1, 2)", "C.m()", "C.c()", "C.c(1, 2)", "C.s()", "C(1).nope()", "C(1).m(y=2)", "C(b=1)"]:
    try:
        print(c, eval(c))
    except TypeError as e:
        print(c, e)
