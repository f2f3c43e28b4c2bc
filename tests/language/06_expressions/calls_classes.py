"""Calling classes: __init__, __new__, metaclasses, and what changes while the call is warm."""


class A:
    def __init__(self, x=1):
        self.x = x


class Bare:
    pass


class Sub(A):
    pass


def make(cls, *args):
    return cls(*args)


def make0(cls):
    return cls()


def make1(cls):
    return cls(5)


for _ in range(40):
    make0(A), make0(Bare), make0(Sub), make1(A), make1(Sub)
print(make0(A).x, make1(A).x, make1(Sub).x, type(make0(Bare)).__name__)
try:
    make1(Bare)
except TypeError as e:
    print(e)
A.__init__ = lambda self, x=2: setattr(self, "x", x * 10)
print(make0(A).x, make1(A).x, make0(Sub).x)
Bare.__init__ = lambda self: print("Bare init")
make0(Bare)
del Bare.__init__
make0(Bare)
Bare.__new__ = lambda cls: 42
print(make0(Bare))
del Bare.__new__
print(type(make0(Bare)).__name__)
Sub.__new__ = lambda cls, *args: object.__new__(A)
print(type(make0(Sub)).__name__, vars(make0(Sub)))
del A.__init__
for f in make0, make1:
    try:
        print(vars(f(A)))
    except TypeError as e:
        print(e)


class Meta(type):
    def __call__(cls, *args):
        return "meta call", cls.__name__, args


class WithMeta(metaclass=Meta):
    def __init__(self, x=1):
        self.x = x


for _ in range(40):
    make0(WithMeta)
print(make0(WithMeta), make1(WithMeta))
del Meta.__call__
print(make0(WithMeta).x, make1(WithMeta).x)


class Wrong:
    def __init__(self):
        return 5


for _ in range(3):
    try:
        make0(Wrong)
    except TypeError as e:
        print(e)


class Generating:
    def __init__(self):
        yield 1


try:
    make0(Generating)
except TypeError as e:
    print(e)


class Failing:
    def __init__(self, n):
        self.n = n
        raise ValueError(n)

    def __del__(self):
        print("del", self.n)


for i in range(2):
    try:
        Failing(i)
    except ValueError as e:
        print("caught", e)


class Callable:
    __init__ = A.__call__ if False else lambda self, *a, **k: self.__dict__.update(a=a, k=k)


print(vars(Callable()), vars(Callable(1, z=2)), vars(Callable(*[1, 2], **{"y": 3})))


class Slotted:
    __slots__ = ("a",)

    def __init__(self, a):
        self.a = a


print([make1(Slotted).a for _ in range(3)])


class Abstract:
    pass


for _ in range(40):
    make0(Abstract)
Abstract.__abstractmethods__ = frozenset({"f"})
print(isinstance(make(A), A))


class Nested:
    def __init__(self, n):
        self.inner = Nested(n - 1) if n else None


n = Nested(50)
depth = 0
while n:
    n, depth = n.inner, depth + 1
print(depth)


class Endless:
    def __init__(self):
        Endless()


try:
    Endless()
except RecursionError as e:
    print(e)


def in_generator():
    for i in range(3):
        yield Slotted(i).a, vars(Callable(i)), type(Bare()).__name__


print(list(in_generator()))
