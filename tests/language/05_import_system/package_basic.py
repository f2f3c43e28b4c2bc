# A package runs once; submodules become its attributes; relative imports go from `__package__`.
import _pack
import _pack
print(_pack.shown, _pack.__doc__, _pack.__name__, _pack.__package__)
print(hasattr(_pack, "sub"), hasattr(_pack, "leaf"))
import _pack.leaf
print(_pack.leaf.borrowed, _pack.leaf.value, hasattr(_pack, "sub"))
import _pack.sub.deep as deep
print(deep.value, deep.__name__, deep.__package__)
from _pack import leaf, hidden
print(leaf is _pack.leaf, hidden)
from _pack.sub import deep as again
print(again is deep)
import sys
print([name for name in sorted(sys.modules) if name.startswith("_pack")])
