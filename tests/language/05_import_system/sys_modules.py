# sys.modules is what is asked first, and what decides.
import sys
import _plain
first = _plain
del sys.modules["_plain"]
import _plain
print(first is _plain, sys.modules["_plain"] is _plain)
import _replaces
print(_replaces.attribute, type(_replaces).__name__)
sys.modules["invented"] = "anything"
import invented
print(invented)
from invented import upper
print(upper())
print(sys.modules["__main__"].__name__, sys.modules["sys"] is sys, "builtins" in sys.modules)
import __main__
print(__main__.first is first)
