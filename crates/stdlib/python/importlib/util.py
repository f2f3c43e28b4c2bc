"""Helpers for those who find and load modules themselves."""

import sys
from _frozen_importlib import BuiltinImporter, FrozenImporter, ModuleSpec, module_from_spec
from _frozen_importlib_external import SourceFileLoader
from . import _find_spec, _resolve

__all__ = [
    "LazyLoader", "MAGIC_NUMBER", "cache_from_source", "decode_source", "find_spec", "module_from_spec", "resolve_name", "source_from_cache",
    "source_hash", "spec_from_file_location", "spec_from_loader",
]

MAGIC_NUMBER = (3571).to_bytes(2, "little") + b"\r\n"


_ORIGINS = {BuiltinImporter: "built-in", FrozenImporter: "frozen"}


def resolve_name(name, package):
    """The absolute name of a relative one."""
    level = len(name) - len(name.lstrip("."))
    if level == 0:
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module names)")
    return _resolve(name[level:], package, level)


def find_spec(name, package=None):
    """The spec of a module, without importing it (its parents are imported); None if there is no such module."""
    full = resolve_name(name, package) if name.startswith(".") else name
    if full not in sys.modules:
        parent = full.rpartition(".")[0]
        path = None
        if parent:
            try:
                path = __import__(parent, fromlist=["__path__"]).__path__
            except AttributeError as error:
                raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find {full!r}", name=full) from error
        return _find_spec(full, path)
    module = sys.modules[full]
    if module is None:
        return None
    try:
        spec = module.__spec__
    except AttributeError:
        raise ValueError(f"{name}.__spec__ is not set") from None
    if spec is None:
        raise ValueError(f"{name}.__spec__ is None")
    return spec


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec for a loader."""
    if origin is None:
        origin = _ORIGINS.get(loader) if isinstance(loader, type) else getattr(loader, "_ORIGIN", None)
    if hasattr(loader, "get_filename"):
        if is_package is None:
            return spec_from_file_location(name, loader=loader)
        return spec_from_file_location(name, loader=loader, submodule_search_locations=[] if is_package else None)
    if is_package is None:
        try:
            is_package = loader.is_package(name)
        except (AttributeError, ImportError):
            is_package = False
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


_UNSAID = object()


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=_UNSAID):
    """A spec for a file."""
    if location is None:
        location = loader.get_filename(name) if hasattr(loader, "get_filename") else "<unknown>"
    else:
        location = location if isinstance(location, str) else location.__fspath__()
    if loader is None:
        if not location.endswith(".py"):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is _UNSAID:
        if getattr(loader, "is_package", None) is not None and loader.is_package(name):
            spec.submodule_search_locations = []
    else:
        spec.submodule_search_locations = submodule_search_locations
    if spec.submodule_search_locations == [] and location:
        spec.submodule_search_locations.append(location.rpartition("/")[0])
    return spec


def cache_from_source(path, debug_override=None, *, optimization=None):
    """There are no .pyc files here."""
    raise NotImplementedError("sys.implementation.cache_tag is None")


def source_from_cache(path):
    """There are no .pyc files here."""
    raise NotImplementedError("sys.implementation.cache_tag is None")


def source_hash(source_bytes):
    """There are no .pyc files here, so nothing compares the hash of a source."""
    raise NotImplementedError("sys.implementation.cache_tag is None")


def decode_source(source_bytes):
    """The text of a source file, with newlines as \\n."""
    return bytes(source_bytes).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


class LazyLoader:
    """Puts off running a module's code until an attribute of it is asked for."""

    def __init__(self, loader):
        if not hasattr(loader, "exec_module"):
            raise TypeError("loader must define exec_module()")
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        """A function that makes lazy loaders of loaders of that class."""
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        object.__setattr__(module, "__class__", _LazyModule)


class _LazyModule(type(sys)):
    def __getattribute__(self, name):
        object.__setattr__(self, "__class__", type(sys))
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)

    def __delattr__(self, name):
        getattr(self, name)
        delattr(self, name)
