class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
class R: pass
def f(v):
    match v:
        case P(1, y=2): return "one-two"
        case P(x, 0): return "zero", x
        case P(P(a, b), c): return "nested", a, b, c
        case P(): return "any"
        case int(n): return "int", n
        case str(s) | bytes(s): return "text", s
        case [int(a), *rest]: return "list", a, rest
        case {"k": P(x, y), **rest}: return "map", x, y, rest
        case float(): return "float"
        case R(): return "R"
        case None: return "none"
        case _: return "other"
for v in (P(1, 2), P(5, 0), P(P(3, 4), 5), Q(1, 2), 7, True, "s", b"b", [1, 2, 3], ["x"], {"k": P(1, 2), "z": 3}, 1.5, R(), None, object):
    print(f(v))
def bad(v, src):
    try:
        exec(f"match v:\n  case {src}: print('matched')\n  case _: print('no')")
    except TypeError as e:
        print(e)
bad(P(1, 2), "P(1, 2, 3)")
bad(R(), "R(1)")
bad(P(1, 2), "P(1, x=2)")
bad(3, "int(1, 2)")
bad(P(1, 2), "f()")
bad(R(), "R(a=1)")
P.__match_args__ = ["x"]
bad(P(1, 2), "P(1)")
P.__match_args__ = ("x", 5)
bad(P(1, 2), "P(1, 2)")
del P.__match_args__
bad(P(1, 2), "P(1)")
bad(P(1, 2), "P(y=2, x=1)")
