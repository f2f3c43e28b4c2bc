def f(a: int, b="x", *c, d, e=None, **g) -> str:
    """Do f.

    More text.
    """
class A:
    """Class A doc."""
    x = 1
    def m(self, y):
        """Method m."""
    @property
    def p(self): "the p"
print(f.__doc__)
print(len.__doc__ is not None, len.__text_signature__, len.__name__, len.__qualname__, len.__module__, len.__self__)
print([].append.__qualname__, [].append.__self__, [].append.__name__, list.append.__objclass__, str.join.__text_signature__, int.__add__.__text_signature__, int.__doc__[:7])
print(A.__doc__, A.m.__doc__, A.p.__doc__, type("X", (), {}).__doc__, type("X", (), {"__doc__": "d"})().__doc__, (lambda: 0).__doc__, (5).__doc__ == int.__doc__)
class B(A): pass
print(B.__doc__, B.m.__doc__)
A.__doc__ = "new"
print(A.__doc__, A().__doc__)
print(callable(help), repr(help))
print(type(len), repr(len), repr(list.append), repr(int.__add__), repr(int.real), repr(type.__dict__["__dict__"]), repr(dict.__dict__["fromkeys"]))
print(type(int.real).__name__, int.real.__objclass__, int.real.__name__, int.__dict__["from_bytes"])
print(object.__init__, object().__init__.__name__, type(str.__dict__["maketrans"]).__name__)
