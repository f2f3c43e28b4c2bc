type X = int
print(X, type(X), X.__name__, X.__value__, X.__type_params__)
type L[T] = list[T]
print(L, L.__value__, L.__type_params__, L.__parameters__)
print(L[int], L[int].__args__, L[int].__origin__, type(L[int]))
type Rec = list[Rec] | None
print(Rec.__value__)
type Lazy = not_there
try:
    Lazy.__value__
except NameError as e:
    print(e)
not_there = str
print(Lazy.__value__)
print(X | None, None | X, X | int)
for f in (lambda: X[int], lambda: X(), lambda: isinstance(1, X), lambda: X.nothing, lambda: setattr(X, "__name__", 2), lambda: setattr(X, "__value__", 2)):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
class C:
    type A = C
    type B[T] = T | A
print(C.A, C.B, C.A.__value__, C.B.__value__, C.B.__module__)
def f():
    type Local = int
    y = 1
    type Closed = y
    y = 2
    return Local, Closed.__value__
print(f())
type = 5
print(type)
del type
type type = int
print(type)
del type
count = 0
def side():
    global count
    count += 1
    return int
type S = side()
S.__value__; S.__value__
print(count)
type D[T=int, *Ts=*tuple[()], **P=[]] = T
print(D.__type_params__, [p.__default__ for p in D.__type_params__])
