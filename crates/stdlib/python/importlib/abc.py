"""What finders and loaders are expected to have."""

import abc
from _frozen_importlib import BuiltinImporter, FrozenImporter
from _frozen_importlib_external import PathFinder, SourceFileLoader as _SourceFileLoader

__all__ = ["ExecutionLoader", "FileLoader", "InspectLoader", "Loader", "MetaPathFinder", "PathEntryFinder", "ResourceLoader", "SourceLoader"]


class Loader(metaclass=abc.ABCMeta):
    """Makes modules of specs and runs them."""

    def create_module(self, spec):
        return None

    def load_module(self, fullname):
        if not hasattr(self, "exec_module"):
            raise ImportError
        return __import__(fullname, fromlist=["*"])


class MetaPathFinder(metaclass=abc.ABCMeta):
    """An entry of sys.meta_path."""

    def invalidate_caches(self):
        pass


class PathEntryFinder(metaclass=abc.ABCMeta):
    """What an entry of sys.path_hooks makes."""

    def invalidate_caches(self):
        pass


class ResourceLoader(Loader):
    """Can read files."""

    @abc.abstractmethod
    def get_data(self, path):
        raise OSError


class InspectLoader(Loader):
    """Knows the source."""

    def is_package(self, fullname):
        raise ImportError

    def get_code(self, fullname):
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        raise ImportError

    @staticmethod
    def source_to_code(data, path="<string>"):
        return compile(data, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f"cannot load module {module.__name__!r} when get_code() returns None")
        exec(code, module.__dict__)


class ExecutionLoader(InspectLoader):
    """Knows the file."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        raise ImportError


class FileLoader(ResourceLoader, ExecutionLoader):
    """A loader of one file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, name=None):
        return self.path

    def get_data(self, path):
        with open(path, "rb") as file:
            return file.read()


class SourceLoader(ResourceLoader, ExecutionLoader):
    """A loader of a file with source."""

    def get_source(self, fullname):
        return self.get_data(self.get_filename(fullname)).decode()


InspectLoader.register(BuiltinImporter)
InspectLoader.register(FrozenImporter)
MetaPathFinder.register(BuiltinImporter)
MetaPathFinder.register(FrozenImporter)
MetaPathFinder.register(PathFinder)
SourceLoader.register(_SourceFileLoader)
