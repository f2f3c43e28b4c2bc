def empty(): ...
def doc():
    "docstring"
def doc_only_expr():
    f"not a docstring"
def implicit(): pass
print(empty(), doc(), doc.__doc__, doc_only_expr.__doc__, implicit())
def defaults(a, l=[]):
    l.append(a)
    return l
print(defaults(1), defaults(2), defaults.__defaults__)
i = 5
def early(x=i): return x
i = 6
print(early())
def ret(n):
    if n: return
    return 1, 2
print(ret(1), ret(0))
def star(*args, **kwargs): return args, kwargs
print(star(), star(1, *[2, 3], a=4, **{"b": 5}))
def kw(*, a, b=2): return a, b
def pos(a, b=2, /, c=3): return a, b, c
print(kw(a=1), pos(1), pos(1, 5, c=6))
def annotated(a: 1 + 1, *b: "str", c: list = [], **d: dict) -> print: return a
print(annotated.__annotations__)
def rec(n): return n if n < 1 else rec(n - 1)
print(rec(500))
def multi(a, b,
          c=1,
          *d): return a + b + c
print(multi(1, 2), multi(1, 2, 3, 4))
def one_line(): a = 1; b = 2; return a + b
print(one_line())
if True:
    def cond(): return "if"
else:
    def cond(): return "else"
print(cond())
for n in range(2):
    def loop(n=n): return n
print(loop())
def shadow(print=lambda *a: "shadowed"): return print(1)
print(shadow())
def uses_builtin_name(list, str): return list, str
print(uses_builtin_name(1, 2))
def _(_): return _
print(_(3))
def many(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9): return a0 + a9
print(many(*range(10)), many(**{f"a{i}": i for i in range(10)}))
exec("def big(" + ", ".join(f"p{i}" for i in range(300)) + "): return p299")
print(big(*range(300)), big.__code__.co_argcount)
def unicode_名(é=1): return é
print(unicode_名(é=2), unicode_名.__name__)
f = g = lambda: 1
print(f is g, f.__name__, (lambda x, y=2, *z, k=3, **w: (x, y, z, k, w))(1, 5, 6, k=7, q=8))
def outer():
    def inner(): return inner.attr
    inner.attr = "attr"
    return inner
print(outer()(), outer().__qualname__)
print((lambda: (yield))().__class__.__name__, (lambda *, a=1: a)())
