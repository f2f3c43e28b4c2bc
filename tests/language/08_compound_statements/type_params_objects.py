def f[T: int, *Ts, **P](): pass
T, Ts, P = f.__type_params__
TypeVar, TypeVarTuple, ParamSpec = map(type, f.__type_params__)
for s in ["TypeVar('X')", "TypeVar('X', int)", "TypeVar('X', int, str).__constraints__", "TypeVar('X', bound=int).__bound__", "TypeVar('X', covariant=True)", "TypeVar('X', contravariant=True)", "TypeVar('X', covariant=True, contravariant=True)",
          "TypeVar()", "TypeVar(1)", "TypeVar('X', int, str, bound=int)", "TypeVar('X', default=int).__default__", "TypeVar('X', infer_variance=True)", "TypeVar('X').__module__", "T.__module__", "P.args", "P.kwargs", "P.args.__origin__", "P.args == P.args", "P.args == P.kwargs",
          "list(Ts)", "TypeVarTuple('Z')", "ParamSpec('Z')", "ParamSpec('Z', covariant=True)", "T.__default__", "T.has_default()", "T.__reduce__()", "setattr(T, '__name__', 'q')", "setattr(T, 'x', 1)", "T.x", "P.args | int", "Ts | int", "type(T.__default__)"]:
    try:
        print(s, "->", eval(s))
    except (TypeError, ValueError, AttributeError) as e:
        print(s, "->", type(e).__name__, e)
for t in (TypeVar, TypeVarTuple, ParamSpec):
    try:
        type("X", (t,), {})
    except TypeError as e:
        print(e)
type A = int
TypeAliasType = type(A)
for s in ["TypeAliasType('N', int)", "TypeAliasType('N', int).__value__", "TypeAliasType('N', int, type_params=(T,)).__type_params__", "TypeAliasType('N')", "TypeAliasType(1, 2)", "TypeAliasType('N', int).__module__", "A | None", "A | 'x'", "int | A", "A | A"]:
    try:
        print(s, "->", eval(s))
    except TypeError as e:
        print(s, "->", type(e).__name__, e)
import sys
print(sys.getrefcount(T) >= 2)
