import importlib
import _plain
print(importlib.import_module("_plain") is _plain)
print(importlib.import_module("_pack.sub.deep").value)
print(importlib.import_module(".deep", "_pack.sub").__name__)
_plain.public = "changed"
again = importlib.reload(_plain)
print(again is _plain, _plain.public)
for action in ("importlib.import_module('.x')", "importlib.import_module('nowhere')", "importlib.reload('x')"):
    try:
        exec(action)
    except Exception as error:
        print(type(error).__name__, error)
importlib.invalidate_caches()
