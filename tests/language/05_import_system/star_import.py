# `from m import *` takes `__all__`, or every name without an underscore.
namespace = {}
exec("from _plain import *", namespace)
print(sorted(name for name in namespace if name != "__builtins__"))
namespace = {}
exec("from _pack import *", namespace)
print(sorted(name for name in namespace if name != "__builtins__"))
try:
    exec("from _listed import *", {})
except AttributeError as error:
    print(error)
try:
    exec("def f():\n    from _plain import *\n")
except SyntaxError as error:
    print(error)
import _plain
_plain.__all__ = ["public", 3]
try:
    exec("from _plain import *", {})
except TypeError as error:
    print(error)
_plain.__all__ = ("also",)
namespace = {}
exec("from _plain import *", namespace)
print(sorted(name for name in namespace if name != "__builtins__"))
