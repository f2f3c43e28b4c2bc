class A:
    """doc"""
    x = 1
class B(A): pass
print(A.__name__, A.__qualname__, A.__module__, A.__doc__, A.__bases__, A.__base__, A.__mro__, A.__dict__["x"], A.__flags__ & (1 << 9) != 0, A.__type_params__)
print(type(A), type(type), type.__mro__, object.__bases__, object.__base__, type.__bases__, isinstance(type, object), isinstance(object, type), issubclass(type, object))
print(sorted(k for k in A.__dict__), A.__firstlineno__, A.__static_attributes__)
class S:
    def __init__(self): self.p = self.q = 1
    def m(self): self.r += 1
    @staticmethod
    def s(self): self.t = 1
print(sorted(S.__static_attributes__))
A.__name__ = "Renamed"
print(A, A.__name__, A.__qualname__, repr(A()).split(" at ")[0])
A.__qualname__ = "Outer.Q"
print(A)
A.__module__ = "mod"
print(A, B)
A.__doc__ = None
print(A.__doc__)
class Outer:
    class Inner:
        def m(self): pass
        class Deep: pass
    def f(self):
        class Local: pass
        return Local
print(Outer.Inner.__qualname__, Outer.Inner.m.__qualname__, Outer.Inner.Deep.__qualname__, Outer().f().__qualname__, Outer().f())
print(int.__name__, int.__qualname__, int.__module__, str.__doc__ is not None, type(None), type(...), type(NotImplemented), type(len), type(lambda: 0))
for t in (int, A):
    for n in ("__basicsize__", "__flags__", "__mro__", "__base__", "__text_signature__", "__dictoffset__"):
        try:
            setattr(t, n, 5)
            print("set", n)
        except (AttributeError, TypeError) as e:
            print(type(e).__name__, e)
for s in ("int.x = 1", "del int.real", "int.__name__ = 'q'", "type.x = 1", "object.__init__ = None", "list.append = 1", "del A.nope", "del B.x", "len.x = 1", "type(len).y = 2", "None.x = 1", "(1).real = 2", "''.join = 1", "A.__class__ = 5", "del A.__class__", "A.__name__ = 'a\\0b'", "A.__name__ = ''"):
    try:
        exec(s)
        print("ok", s)
    except (TypeError, AttributeError, ValueError) as e:
        print(s, "->", type(e).__name__, e)
print(B.__subclasses__(), [c.__name__ for c in Outer.__subclasses__()], type.mro(B) == list(B.__mro__))
B2 = type("B2", (B,), {})
print(B.__subclasses__() == [B2])
del B2
print(A.__eq__(A, A), A.__hash__ is object.__hash__, type.__call__(int, "5"), type.__getattribute__(A, "x"), A.__getattribute__(A(), "x"), type.__repr__(int), A.__sizeof__ is not None)
