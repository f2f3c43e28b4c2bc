def deco(*args):
    def wrap(f):
        print("wrap", args, getattr(f, "__name__", f))
        return f
    return wrap
class Reg:
    items = []
    def __call__(self, f):
        self.items.append(f.__name__)
        return f
    def __getitem__(self, i): return self
    @property
    def p(self): return self
reg = Reg()
@reg
def a(): pass
@reg.p[0]
def b(): pass
@(lambda f: f)
def c(): return "c"
@[deco(1)][0]
def d(): pass
@deco(x := 5)
class E:
    @staticmethod
    @deco("inner")
    def s(): return "s"
    @classmethod
    @property
    def nope(cls): return 1
    @property
    def v(self): return self._v
    @v.setter
    def v(self, n): self._v = n * 2
print(reg.items, c(), x, E.s())
e = E(); e.v = 4
print(e.v)
def memo(f):
    cache = {}
    def wrapper(*a):
        if a not in cache:
            cache[a] = f(*a)
        return cache[a]
    wrapper.__wrapped__ = f
    wrapper.cache = cache
    return wrapper
@memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(30), len(fib.cache), fib.__wrapped__.__name__)
