# What a module knows about itself.
import _pack, _plain, sys

for module in (_pack, _plain):
    print(module.__name__, module.__package__ == module.__spec__.parent, module.__file__.split("/")[-2:][-1])
    spec = module.__spec__
    print(spec.name, spec.parent, spec.origin == module.__file__, spec.loader is module.__loader__, spec.has_location)
    print(spec.submodule_search_locations is None, type(spec).__name__, type(module.__loader__).__name__)
    print(sorted(name for name in vars(module) if name.startswith("__") and name != "__cached__"))
print([path.split("/")[-1] for path in _pack.__path__])
print(repr(_plain).startswith("<module '_plain' from '"), repr(sys), type(sys).__name__)
print(__name__, __package__, __spec__, __file__.split("/")[-1])
import builtins
print(builtins.__name__, builtins.__spec__.name, builtins.__spec__.origin, repr(builtins))
