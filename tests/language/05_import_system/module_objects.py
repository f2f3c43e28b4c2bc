# Modules are objects of a type.
import sys
Module = type(sys)
m = Module("made", "its doc")
print(m, m.__name__, m.__doc__, m.__package__, m.__loader__, m.__spec__)
m.x = 1
print(vars(m)["x"], sorted(vars(m)))
del m.x
for action in ("m.x", "del m.x", "m.__dict__ = {}", "Module()", "Module(3)", "m()"):
    try:
        exec(action)
    except Exception as error:
        print(type(error).__name__, error)


class Sub(Module):
    @property
    def computed(self):
        return "computed " + self.__name__

    def __getattr__(self, name):
        return "asked for " + name


s = Sub("sub")
print(s.computed, s.other, isinstance(s, Module))
m.__class__ = Sub
print(m.computed, type(m).__name__)
m.__name__ = 3
print(repr(m))
del m.__dict__["__name__"]
print(repr(m))
