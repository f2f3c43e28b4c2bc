# Decorators: order, any expression, on classes and methods.
def tag(name):
    print('make', name)
    def deco(f):
        print('apply', name, getattr(f, '__name__', f))
        return f
    return deco
@tag('outer')
@tag('inner')
def f(): return 1
@tag('class')
class C:
    @tag('method')
    def m(self): return 2
    @staticmethod
    @tag('static')
    def s(): return 3
    @classmethod
    def c(cls): return cls.__name__
    @property
    def p(self): return 4
    @p.setter
    def p(self, v): print('set', v)
    @p.deleter
    def p(self): print('delete')
c = C()
print(f(), c.m(), c.s(), C.c(), c.p)
c.p = 5
del c.p
decos = [tag('list'), {'k': tag('dict')}]
@decos[0]
@decos[1]['k']
@(lambda g: g)
@(x := tag('walrus'))
def g(): pass
@print
def h(): pass
print(h)
@lambda fn: fn.__name__ * 2
def twice(): pass
print(twice)
try:
    @5
    def bad(): pass
except TypeError as e: print(e)
