# Class bodies, metaclasses, decorators and descriptors in tracebacks.
import sys
def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
def one():
    class C:
        x = 1
        y = x / 0
def two():
    class Meta(type):
        def __new__(cls, name, bases, ns): raise ValueError(name)
    class C(metaclass=Meta):
        pass
def three():
    def deco(f): raise ValueError('deco')
    @deco
    def f():
        pass
def four():
    class D:
        def __set_name__(self, owner, name): raise ValueError(name)
    class C:
        attr = D()
def five():
    class B:
        def __init_subclass__(cls, **k): raise ValueError(k)
    class C(B, option=1):
        pass
def six():
    class P:
        @property
        def p(self): return self.q
    P().p
def seven():
    def f(x=1 / 0): pass
def eight():
    class C(5): pass
def nine():
    class C(list, dict): pass
for f in (one, two, three, four, five, six, seven, eight, nine):
    show(f)
