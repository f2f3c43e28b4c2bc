# ModuleSpec by itself, and modules made from specs.
from importlib.machinery import ModuleSpec, SourceFileLoader, BuiltinImporter
from importlib.util import find_spec, module_from_spec, spec_from_file_location, spec_from_loader
import sys

spec = ModuleSpec("a.b", None, origin="o", is_package=False)
print(spec)
print(spec.name, spec.parent, spec.cached, spec.has_location, spec.loader_state, spec.submodule_search_locations)
package = ModuleSpec("p", None, is_package=True)
print(package, package.parent)
print(spec == ModuleSpec("a.b", None, origin="o"), spec == package, spec != package)
spec.has_location = 1
spec.anything = "goes"
print(spec.has_location, spec.anything)
for call in (lambda: ModuleSpec(), lambda: ModuleSpec("x"), lambda: hash(spec)):
    try:
        call()
    except TypeError as error:
        print("TypeError")

print(find_spec("sys"))
print(find_spec("_plain").name, find_spec("nowhere_at_all"), find_spec("_pack.sub").name)
try:
    find_spec("nowhere_at_all.x")
except ModuleNotFoundError as error:
    print(error)
found = find_spec("_plain")
module = module_from_spec(found)
print(hasattr(module, "public"), module.__name__, "_plain" in sys.modules)
found.loader.exec_module(module)
print(module.public, "_plain" in sys.modules)
file = spec_from_file_location("other_name", found.origin)
other = module_from_spec(file)
file.loader.exec_module(other)
print(other.__name__, other.public, type(file.loader).__name__, file.loader.name)
print(file.loader.get_source("other_name").splitlines()[0], file.loader.is_package("other_name"))
print(spec_from_loader("sys", BuiltinImporter))
print(BuiltinImporter.find_spec("sys").origin, BuiltinImporter.find_spec("_plain"))
