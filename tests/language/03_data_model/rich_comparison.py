log = []
def cls(name, bases=(), **ret):
    ns = {}
    for op, value in ret.items():
        def f(self, o, op=op, value=value):
            log.append(f"{name}.{op}")
            return value
        ns[f"__{op}__"] = f
    return type(name, bases, ns)
N = NotImplemented
A = cls("A", eq=True, lt="lt", le=0)
B = cls("B", eq=N, ne=N, lt=N, gt="B.gt", ge=[])
C = cls("C", (A,), eq="C.eq", gt="C.gt")
P = cls("P")
for x, y in [(A(), B()), (B(), A()), (A(), C()), (C(), A()), (B(), B()), (A(), A()), (P(), A()), (P(), P()), (A(), 1), (1, B())]:
    for op in ("==", "!=", "<", "<=", ">", ">="):
        log.clear()
        try:
            r = eval(f"x {op} y")
        except TypeError as e:
            r = e
        print(type(x).__name__, op, type(y).__name__, r, log)
class BadBool:
    def __bool__(self): raise ValueError("no truth")
class Q:
    def __eq__(self, o): return BadBool()
    def __lt__(self, o): return BadBool()
for f in (lambda: Q() in [Q()], lambda: [Q()] == [Q()], lambda: 1 < Q() < 3, lambda: sorted([Q(), Q()]), lambda: Q() != Q(), lambda: (Q(),) < (Q(),), lambda: [Q()].index(1), lambda: max(Q(), Q())):
    try:
        print(type(f()).__name__)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
q = Q()
print(q in [q], [q] == [q], [q].count(q), (q,) == (q,), {1: q} == {1: q})
nan = float("nan")
print(nan in [nan], [nan] == [nan], nan == nan, [nan].index(nan), {nan: 1} == {nan: 1})
class E:
    def __eq__(self, o): return isinstance(o, E)
class G(E):
    def __ne__(self, o): return "G.ne"
print(E() == E(), E() != E(), E() != G(), G() != E(), E().__ne__(E()), E().__ne__(1), object().__eq__(1), object().__ne__(1))
o = object()
print(o.__eq__(o), o.__ne__(o), o.__lt__(o), (1).__eq__("x"), "a".__lt__(1), [].__eq__(()))
