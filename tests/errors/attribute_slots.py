class P:
    __slots__ = ("x", "y")
p = P()
p.z = 1
