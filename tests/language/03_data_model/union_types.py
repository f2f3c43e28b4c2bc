u = int | str
print(u, type(u), u.__args__, u.__parameters__)
print(int | None, None | int, int | list[str], list[int] | dict[str, int])
print((int | str) == (str | int), hash(int | str) == hash(str | int), int | int, int | str | int)
print(isinstance(1, u), isinstance(1.0, u), issubclass(bool, u), isinstance(None, int | None))
print(isinstance(1, (float, int | None)), issubclass(type(None), int | None))
for f in (lambda: int | 1, lambda: 1 | int, lambda: isinstance([], list[int] | int), lambda: u[0], lambda: u(),
          lambda: issubclass(1, u), lambda: "x" | int, lambda: int | "x"):
    try:
        print(f())
    except TypeError as e:
        print(e)
class M(type):
    def __or__(cls, other): return "or", other
    def __ror__(cls, other): return "ror", other
class A(metaclass=M): pass
print(A | int, int | A, None | A)
class B: pass
print(B | None, B | B, (B | int).__args__)
print(repr(type(None) | int), (int | None).__args__)
print(u | float | None)
print((int | str) | (str | float), (u == 3), u != (int | float))
print({int | str: 1}[str | int])
d = dir(u)
print("__or__" in d, "__args__" in d)
try:
    u.__args__ = ()
except AttributeError as e:
    print(e)
