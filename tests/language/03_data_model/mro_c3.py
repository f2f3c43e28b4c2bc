# The linearisation of several bases, and how it fails.
def mro(c):
    return [k.__name__ for k in c.__mro__]

class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
print(mro(C))
class D(B, A): pass
print(mro(D))
for bases in [(C, D), (A, A), (O, A), (A, O, B)]:
    try:
        print(mro(type("E", bases, {})))
    except TypeError as e:
        print(type(e).__name__, e)

class F(O): pass
class E(O): pass
class D1(O): pass
class C1(D1, F): pass
class B1(D1, E): pass
class A1(B1, C1): pass
print(mro(A1))
print(A1.mro() == list(A1.__mro__), A1.__bases__, A1.__base__)

class M(type):
    def mro(cls):
        default = super().mro()
        print("mro of", cls.__name__, len(default))
        return default + [Extra] if cls.__name__ == "Y" else default
class Extra:
    extra = 1
class X(metaclass=M): pass
class Y(X): pass
print(mro(Y), Y.extra)
for bad in (lambda: 5, lambda: [int, 7], lambda: [str]):
    class Bad(type):
        def mro(cls):
            return bad()
    try:
        Bad("Q", (), {})
    except TypeError as e:
        print("TypeError:", e)
print([c.__name__ for c in O.__subclasses__()])
