import sys
print(sys.intern("abc") is sys.intern("ab" + "c"), type(sys.intern("x y")))
for f in (lambda: sys.intern(1), lambda: sys.intern(), lambda: sys.getrefcount(), lambda: sys.getsizeof(), lambda: sys._getframe(1000), lambda: sys._getframe("x"), lambda: sys.setrecursionlimit(0), lambda: sys.setrecursionlimit("x"), lambda: sys.setrecursionlimit(-5), lambda: sys.exit(1, 2), lambda: sys.intern(type("S", (str,), {})("x")), lambda: sys.setswitchinterval(0), lambda: sys.setswitchinterval("a")):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
a = object()
print(sys.getrefcount(a), sys.getrefcount([]), sys.getrefcount(object()))
b = [a, a]
print(sys.getrefcount(a))
def f(x): return sys.getrefcount(x)
print(f(a) - sys.getrefcount(a), sys.getrecursionlimit())
class S:
    def __sizeof__(self): return 100
class B1:
    def __sizeof__(self): return -1
class B2:
    def __sizeof__(self): return "x"
class B3:
    def __sizeof__(self): raise KeyError
print(sys.getsizeof(S()) - 100 in (0, 16), sys.getsizeof([]), sys.getsizeof(()), sys.getsizeof((1, 2)), sys.getsizeof(1.0), sys.getsizeof(None), sys.getsizeof(object()), sys.getsizeof({}), sys.getsizeof([1, 2, 3]), sys.getsizeof(set()))
for o in (B1, B2, B3):
    try:
        print(sys.getsizeof(o()), sys.getsizeof(o(), "dflt"))
    except (TypeError, ValueError, KeyError) as e:
        print(type(e).__name__, e)
print(sys.version_info[:2], sys.maxsize, sys.maxunicode, sys.byteorder, sys.hexversion >> 16 == 0x030d, sys.float_repr_style, type(sys.modules).__name__, "sys" in sys.modules, sys.version.startswith("3.13"))
fr = sys._getframe()
print(fr.f_code.co_name, fr.f_lineno, fr.f_back, fr.f_globals is globals(), type(fr).__name__, fr.f_builtins is __builtins__.__dict__, fr.f_locals is globals(), fr.f_lasti > 0, fr.f_trace)
def outer():
    def inner(): return sys._getframe(1).f_code.co_name, sys._getframe().f_code.co_qualname, sys._getframe(2).f_code.co_name
    return inner()
print(outer())
print(sys.exc_info(), sys.exception())
try:
    1 / 0
except ZeroDivisionError as e:
    print(sys.exc_info()[0], sys.exception() is e, sys.exc_info()[2].tb_lineno)
print(sys.exc_info())
print(sys.getdefaultencoding(), sys.is_finalizing(), sys.get_int_max_str_digits(), len(sys.flags), sys.flags.isolated, isinstance(sys.builtin_module_names, tuple), sys.warnoptions)
