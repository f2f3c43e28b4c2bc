# "Did you mean" for names, attributes, imports, and where there is none.
import sys
def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
value_of_thing = 1
class Thing:
    colour = 1
    _private = 2
    def method_name(self): return method_nam
    def use(self): return colour
def local():
    counter = 1
    return countr
def closure():
    outer_value = 1
    def inner(): return outer_valu, outer_value
    return inner()
def shadow():
    lenn([])
def imp(): from sys import exot
def imp2(): from builtins import prnt
def imp3(): from sys import nothing_like_it
show(lambda: value_of_thin)
show(lambda: Thing.color)
show(lambda: Thing().colur)
show(lambda: Thing()._privat)
show(lambda: Thing().privat)
show(lambda: Thing().method_nam())
show(lambda: Thing().method_name())
show(lambda: Thing().use())
show(local); show(closure); show(shadow); show(imp); show(imp2); show(imp3)
show(lambda: [].apend)
show(lambda: ''.uper())
show(lambda: xyzzy)
show(lambda: x)
show(lambda: os.path)
show(lambda: math.pi)
show(lambda: True_)
show(lambda: sys.pth)
show(lambda: Thing().a)
class Slots: __slots__ = ('alpha', 'beta')
show(lambda: Slots().alpa)
show(lambda: setattr(Slots(), 'alpa', 1))
class Get:
    def __getattr__(self, n): raise AttributeError(n)
    alpha = 1
show(lambda: Get().alpa)
class Dir:
    def __dir__(self): raise KeyError
show(lambda: Dir().x)
del value_of_thin
