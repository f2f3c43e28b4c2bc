# Finders of the program's own in sys.meta_path and sys.path_hooks.
import sys
from importlib.machinery import ModuleSpec


class Finder:
    def __init__(self, prefix):
        self.prefix = prefix

    def find_spec(self, name, path, target=None):
        if not name.startswith(self.prefix):
            return None
        print("find", name, path is None, target)
        return ModuleSpec(name, Loader(), origin="thin air", is_package=name.endswith("package"))


class Loader:
    def create_module(self, spec):
        print("create", spec.name, spec.origin, spec.parent)
        return None

    def exec_module(self, module):
        print("exec", module.__name__, module.__spec__._initializing)
        module.answer = 42
        if module.__name__.endswith("bad"):
            raise ValueError("will not")


sys.meta_path.insert(0, Finder("magic_"))
import magic_one
print(magic_one, magic_one.answer, magic_one.__spec__._initializing, hasattr(magic_one, "__file__"))
import magic_package.inner
print(magic_package.__path__, magic_package.inner.__package__)
try:
    import magic_bad
except ValueError as error:
    print(error, "magic_bad" in sys.modules)
print([type(finder).__name__ if not isinstance(finder, type) else finder.__name__ for finder in sys.meta_path])
del sys.meta_path[0]
try:
    import magic_two
except ModuleNotFoundError as error:
    print(error)


class PathFinder:
    def __init__(self, entry):
        if not entry.startswith("virtual:"):
            raise ImportError
        print("hook", entry)
        self.entry = entry

    def find_spec(self, name, target=None):
        print("path find", name)
        if name == "on_path":
            return ModuleSpec(name, Loader(), origin=self.entry)


sys.path_hooks.insert(0, PathFinder)
sys.path.insert(0, "virtual:here")
import on_path
print(on_path.__spec__.origin, on_path.answer)
import _plain
print(_plain.public, type(sys.path_importer_cache["virtual:here"]).__name__)
sys.path_importer_cache.clear()
