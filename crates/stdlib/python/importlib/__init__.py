"""Importing, as functions."""

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

import sys
import _frozen_importlib as _bootstrap
import _frozen_importlib_external as _bootstrap_external
from builtins import __import__

_RELOADING = {}


def import_module(name, package=None):
    """Import a module by its name and return it; with leading dots, relative to `package`."""
    level = len(name) - len(name.lstrip("."))
    if level == 0:
        return _bootstrap._gcd_import(name)
    if not package:
        raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
    return _bootstrap._gcd_import(_resolve(name[level:], package, level))


def _resolve(name, package, level):
    base = package.rsplit(".", level - 1)
    if len(base) < level:
        raise ImportError("attempted relative import beyond top-level package")
    return f"{base[0]}.{name}" if name else base[0]


def invalidate_caches():
    """Tell each finder that the folders may have changed."""
    for finder in sys.meta_path:
        if hasattr(finder, "invalidate_caches"):
            finder.invalidate_caches()


def _find_spec(name, path, target=None):
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec = find(name, path, target) if find is not None else None
        if spec is not None:
            return spec
    return None


def reload(module):
    """Run a module's code again in the same module object, which must have been imported before."""
    try:
        name = module.__spec__.name
    except AttributeError:
        try:
            name = module.__name__
        except AttributeError:
            raise TypeError("reload() argument must be a module") from None
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    if name in _RELOADING:
        return _RELOADING[name]
    _RELOADING[name] = module
    try:
        parent, _, _ = name.rpartition(".")
        path = None
        if parent:
            try:
                path = sys.modules[parent].__path__
            except KeyError:
                raise ImportError(f"parent {parent!r} not in sys.modules", name=parent) from None
        spec = module.__spec__ = _find_spec(name, path, module)
        if spec is None:
            raise ModuleNotFoundError(f"spec not found for the module {name!r}", name=name)
        _bootstrap._init_module_attrs(spec, module)
        if spec.loader is not None:
            spec.loader.exec_module(module)
        return sys.modules[name]
    finally:
        del _RELOADING[name]
