# A folder without `__init__.py` is a namespace package.
import _space.inner.part
print(_space.inner.part.part, _space.__name__, _space.inner.__name__)
print(hasattr(_space, "__file__"), _space.__doc__, type(_space.__path__).__name__)
print(len(list(_space.__path__)), [path.split("/")[-1] for path in _space.__path__])
print(_space.__spec__.origin, _space.__spec__.parent)
print(repr(_space).split("(")[0].strip())
try:
    from _space import nothing
except ImportError as error:
    print(error)
