class A[T]:
    def get(self) -> T: ...
    def other[U](self, u: U) -> T: return T, U
print(A.__type_params__, A.__parameters__, A.__orig_bases__, A.__bases__, [c.__name__ for c in A.__mro__])
print(A().other(1), A.get.__annotations__)
class B[T: int, U](list[T]):
    x: U
    y = 3
print(B.__bases__, B.__orig_bases__, B.__type_params__, B.__annotations__, B([1]))
class C[T, *Ts, **P]: pass
print(C.__type_params__, C.__orig_bases__)
class D(A[int]): pass
class Meta(type):
    def __new__(m, n, b, ns, **kw):
        print(n, [x.__name__ for x in b], sorted(k for k in ns), kw)
        return super().__new__(m, n, b, ns)
class E[T](metaclass=Meta, k=1): pass
print(E.__type_params__)
class F[T]:
    class Inner: 
        t = T
    lst = [T for _ in range(2)]
    def m(self): return __class__, T
print(F.Inner.t, F.lst, F().m())
