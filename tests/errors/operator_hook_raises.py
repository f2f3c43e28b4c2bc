class V:
    def __add__(self, other):
        raise ValueError(f"cannot add {other!r}")
    __radd__ = __add__
def total():
    return sum([V(), V()])
total()
