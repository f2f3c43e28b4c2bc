"""Properties whose getters are Python functions of every shape."""
import sys


class A:
    def __init__(self, v):
        self._v = v

    @property
    def v(self):
        return self._v

    @v.setter
    def v(self, value):
        self._v = value

    @property
    def raising(self):
        raise ValueError("from the getter")

    @property
    def attribute_error(self):
        return self._nope

    @property
    def generator(self):
        yield self._v

    @property
    def defaulted(self, extra=5):
        return self._v, extra

    @property
    def rest(self, *args, **kwargs):
        return self._v, args, kwargs

    @property
    def closure(self):
        return (lambda: self._v)()

    wrong = property(lambda: 1)
    two = property(lambda self, other: 1)
    builtin = property(len)
    none = property()

    def __len__(self):
        return 77


def get(o, names=("v", "generator", "defaulted", "rest", "closure", "builtin")):
    return o.v, list(o.generator), o.defaulted, o.rest, o.closure, o.builtin


a = A(1)
for i in range(30):
    a.v = i
    get(a)
print(get(a))


def failing(o):
    for _ in range(3):
        try:
            o.raising
        except ValueError as e:
            print(e, e.__traceback__.tb_next.tb_frame.f_code.co_name)
        try:
            o.attribute_error
        except AttributeError as e:
            print(e)
        try:
            o.wrong
        except TypeError as e:
            print(e)
        try:
            o.two
        except TypeError as e:
            print(e)
        try:
            o.none
        except AttributeError as e:
            print(e)


failing(a)
A.v.fget.__code__ = (lambda self: "other code").__code__
print(a.v)
A.v.fget.__defaults__ = (1,)
print(a.v)


class B:
    @property
    def deep(self):
        return self.deep

    @property
    def called(self):
        return lambda x: x + 1

    @property
    def frame(self):
        return sys._getframe().f_back.f_code.co_name


def calls(b):
    return b.called(1), b.frame


b = B()
for _ in range(30):
    calls(b)
print(calls(b))
try:
    b.deep
except RecursionError as e:
    print(e)


# Re-initialised in place: the same property object, another getter.
class C:
    p = property(lambda self: "first")


def p(o):
    return o.p


c = C()
for _ in range(30):
    p(c)
C.__dict__["p"].__init__(lambda self: "second")
print(p(c))
