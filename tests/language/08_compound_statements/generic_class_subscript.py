class G[T]:
    def __init__(self, *a): self.a = a
class H[T, U=int]: pass
class I[**P]: pass
class J[*Ts]: pass
class K(G[int]): pass
T, = G.__type_params__
Ts, = J.__type_params__
for s in ["G[int]", "type(G[int])", "G[int](1).a", "G[int]().__orig_class__", "G[int].__origin__", "G[int].__args__", "G[int].__parameters__", "G[T]", "G[T][str]", "G[T].__parameters__",
          "G[int, str]", "G[()]", "G[None]", "G[1]", "H[str]", "H[str, str]", "I[int, str]", "I[[int, str]]", "I[...]", "J[int, str]", "J[()]", "J[*Ts]", "isinstance(1, G[int])", "issubclass(int, G[int])",
          "G[int] == G[int]", "hash(G[int]) == hash(G[int])", "G[int] != G[str]", "G[int] | None", "G[int].__name__", "G[int].__module__", "G[int].foo", "K.__mro__", "K.__parameters__", "K.__orig_bases__", "K[int]",
          "G[int][str]", "G[list[T]][int]", "T | int", "int | T", "T | None", "T | T", "list[T]", "list[T][int]", "dict[str, T][int]", "list[T] | None", "(list[T] | None)[int]", "tuple[*Ts]", "tuple[*Ts][int, str]", "tuple[T, *Ts][int, str, float]",
          "T[int]", "T()", "isinstance(1, T)", "type(T).__name__", "K(1).a", "isinstance(K(), G)", "issubclass(K, G)"]:
    try:
        print(s, "->", eval(s))
    except (TypeError, AttributeError) as e:
        print(s, "->", type(e).__name__, e)
for src in ["class X(G): pass", "class X(G[int], H[str]): pass", "class X(T): pass", "class X[V](G[V], H[V]): pass", "class X[V](list[V]): pass", "class X[A, B](dict[A, B], G[B]): pass"]:
    try:
        exec(src)
        print([c.__name__ for c in X.__mro__], X.__parameters__)
    except TypeError as e:
        print(type(e).__name__, e)
Generic = G.__mro__[1]
for src in ["class X(Generic): pass", "class X(Generic[T]): pass", "class X(G[T], Generic[int]): pass", "class X[U](Generic[T]): pass"]:
    try:
        exec(src)
        print("ok", X.__parameters__)
    except TypeError as e:
        print(type(e).__name__, e)
print(Generic, Generic.__mro__, Generic.__module__)
