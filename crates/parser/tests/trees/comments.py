# Type comments are kept, as `python -m ast` keeps them.
x = 1  # type: int
x = []  # type: ignore
def f(a,  # type: int
      b):
    # type: (...) -> None
    pass  # type: ignore[attr]
def g(a):  # type: (int) -> str
    return a
for x in y:  # type: int
    pass
with a as b:  # type: int
    pass
# type: ignore
