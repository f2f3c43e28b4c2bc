# def: defaults once, annotations, nested, redefinition, attributes, docstrings.
def f(a=[]): a.append(1); return a
print(f(), f(), f([5]), f.__defaults__)
n = 1
def g(x=n): return x
n = 2
print(g(), g(n))
def h(a, b=2, /, c=3, *args, d, e=5, **kw): "doc"; return a, b, c, args, d, e, kw
print(h(1, d=4), h(1, 2, 3, 4, 5, d=6, z=7), h.__doc__, h.__defaults__, h.__kwdefaults__)
def outer():
    """outer doc"""
    def inner(): pass
    inner.attr = 1
    return inner
print(outer().__qualname__, outer().attr, outer.__doc__, vars(outer()))
def twice(): return 1
def twice(): return 2
print(twice())
def no_doc(): 1
def f_doc(): f'not a doc'
def b_doc(): b'not a doc'
def cat_doc(): 'a' 'b'
print(no_doc.__doc__, f_doc.__doc__, b_doc.__doc__, cat_doc.__doc__)
def ann(a: int, *b: 'str', c: 1 + 1 = 0, **d: list[int]) -> None: pass
print(ann.__annotations__)
def rec(n): return n and n + rec(n - 1)
print(rec(10))
old = rec
def rec(n): return 'new'
class C:
    def f(self, __private): return __private
    x = property(lambda self: 1)
print(C().f(_C__private=5))
def gen(): yield
async def co(): pass
async def ag(): yield
import sys
for fn in (f, gen, co, ag): print(fn.__name__, bin(fn.__code__.co_flags))
