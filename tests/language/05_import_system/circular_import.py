# Two modules that import each other: the second sees the first as far as it has come.
import _first
print(_first.name, _first._second.__name__)
