import _first
print("first so far:", sorted(n for n in vars(_first) if not n.startswith("__")))
try:
    from _first import name
except ImportError as error:
    print(str(error).replace(__file__.rpartition("/")[0] + "/", ""))
try:
    _first.name
except AttributeError as error:
    print(str(error).replace(__file__.rpartition("/")[0] + "/", ""))
