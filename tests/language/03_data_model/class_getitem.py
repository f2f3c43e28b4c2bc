class A:
    def __class_getitem__(cls, item):
        return cls.__name__, item
class B(A): pass
print(A[1], B[1, 2], B["x":])
class M(type):
    def __getitem__(cls, item):
        return "meta", item
class C(A, metaclass=M): pass
print(C[3])
class N: pass
for f in (lambda: N[1], lambda: int[1], lambda: N()[1], lambda: A()[1]):
    try:
        print(f())
    except TypeError as e:
        print(e)
print(A.__dict__["__class_getitem__"].__class__)
print(list[int], dict[str, int], tuple[int, ...], type[int], set[A], frozenset[int])
a = list[int]
print(a.__origin__, a.__args__, a.__parameters__, a == list[int], hash(a) == hash(list[int]), a != list[str])
print(a([1, 2]), a is list[int], type(a), a.append, isinstance(a, type))
print(tuple[()], tuple[int, str].__args__, list[list[int]], dict[str, list[int] | None])
for f in (lambda: isinstance([], a), lambda: issubclass(list, a), lambda: isinstance(1, (int, a)), lambda: a[int]):
    try:
        print(f())
    except TypeError as e:
        print(e)
class L(list[int]):
    pass
print(L.__bases__, L.__orig_bases__, L([1]))
print(list(*[[1]]), [*tuple[int, ...]])
x = next(iter(tuple[int]))
print(x, x.__unpacked__, x == tuple[int])
