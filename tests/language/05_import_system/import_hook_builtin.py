# The import statement calls `builtins.__import__`.
import builtins
import _plain
import _pack.sub.deep
original = builtins.__import__


def spy(name, globals=None, locals=None, fromlist=(), level=0):
    print("import", name, fromlist, level, globals is not None)
    return original(name, globals, locals, fromlist, level)


builtins.__import__ = spy
import _plain
import _pack.sub.deep as deep
from _plain import public, also
from _pack import sub as s
builtins.__import__ = original
import _plain
print(deep.value, public, also, s.__name__)

del builtins.__import__
try:
    import _plain
except ImportError as error:
    print(error)
builtins.__import__ = original
