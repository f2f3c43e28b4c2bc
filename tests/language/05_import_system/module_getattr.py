# PEP 562: `__getattr__` and `__dir__` of a module.
import _pack
print(_pack.lazy)
from _pack import lazy
print(lazy, dir(_pack))
try:
    _pack.nothing
except AttributeError as error:
    print(error, error.name)
try:
    from _pack import nothing
except ImportError as error:
    print(type(error).__name__, str(error).split(" (")[0], error.name)
_pack.__getattr__ = lambda name: name.upper()
print(_pack.whatever)
del _pack.__getattr__
try:
    _pack.whatever
except AttributeError as error:
    print(error)
