# Random combinations of operator methods: which are called, in which order, and with what result or error.
import sys

class Random:
    def __init__(self, seed): self.s = seed * 2654435761 % 2**32 or 1
    def below(self, n):
        self.s = (self.s * 1103515245 + 12345) % 2**31
        return (self.s >> 8) % n
    def choice(self, l): return l[self.below(len(l))]

r = Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
BINARY = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^", "matmul": "@"}
COMPARE = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "gt": ">", "ge": ">="}
UNARY = ["neg", "pos", "invert"]
OTHER = {"len": "len(x)", "bool": "bool(x)", "iter": "list(x)", "contains": "3 in x", "getitem": "x[1]", "setitem": "x.__setitem__(1, 2)", "call": "x(1)", "hash": "hash(x)", "index": "[0, 1, 2][x]", "int": "int(x)", "float": "float(x)", "str": "str(x)", "repr": "repr(x)", "format": "f'{x:>5}'", "round": "round(x)", "reversed": "list(reversed(x))", "abs": "abs(x)", "bytes": "bytes(x)", "next": "next(x)", "enter": "x.__enter__()", "delitem": "x.__delitem__(0)", "complex": "complex(x)", "length_hint": "list(x)", "divmod": "divmod(x, 2)", "dir": "dir(x)", "sizeof": "x.__sizeof__()"}
VALUES = [1, 2, -1, 0, "s", None, 2.5, [1, 2], NotImplemented, True, (), b"b", iter([]), 2**70, {}, ...]
log = []

def method(cls, name):
    value = r.choice(VALUES)
    raising = r.below(12) == 0
    def f(self, *a):
        log.append(f"{cls}.{name}")
        if raising: raise KeyError(name)
        return value
    return f

def shown(v):
    if isinstance(v, (int, str, float, bytes, tuple, list, dict, type(None), complex)) or v in (NotImplemented, ...):
        return repr(v)
    return type(v).__name__

def run(text, env):
    log.clear()
    try:
        result = shown(eval(text, env))
    except SyntaxError: raise
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print("  ", text, "->", result.replace("<lambda>", ""), log)

BASES = [(), (), (), (int,), (str,), (list,), (dict,), (tuple,), (float,)]
for round in range(int(sys.argv[2]) if len(sys.argv) > 2 else 60):
    made = []
    for i in range(3):
        name = "ABC"[i]
        bases = (made[0],) if i == 2 and r.below(2) else r.choice(BASES)
        ns = {}
        for n in BINARY:
            for prefix in ("", "r", "i"):
                if r.below(4) == 0: ns[f"__{prefix}{n}__"] = method(name, prefix + n)
        for n in list(COMPARE) + UNARY + list(OTHER):
            if r.below(3) == 0 and n not in ("repr", "str", "format", "dir"): ns[f"__{n}__"] = method(name, n)
            elif n in ("repr", "str", "format") and r.below(3) == 0:
                ns[f"__{n}__"] = method(name, n)
        if r.below(6) == 0: ns["__" + r.choice(list(COMPARE) + ["hash", "iter", "contains", "add", "radd", "reversed"]) + "__"] = None
        if "__repr__" not in ns: ns["__repr__"] = lambda self, name=name: name
        try:
            made.append(type(name, bases, ns))
        except TypeError as e:
            print(name, e)
            made.append(type(name, (), {"__repr__": lambda self, name=name: name}))
    print("round", round, [[b.__name__ for b in c.__bases__] for c in made])
    objects = [c() for c in made]
    others = objects + [1, "t", [1], 2.5, None, {}]
    for _ in range(14):
        x, y = r.choice(objects), r.choice(others)
        if r.below(2): x, y = y, x
        env = {"x": x, "y": y}
        kind = r.below(4)
        if kind == 0: run(f"x {r.choice(list(BINARY.values()))} y", env)
        elif kind == 1: run(f"x {r.choice(list(COMPARE.values()))} y", env)
        elif kind == 2: run(OTHER[r.choice([k for k in OTHER if k != 'sizeof'])], env)
        else:
            op = r.choice(list(BINARY.values()))
            log.clear()
            try:
                exec(f"x {op}= y", env)
                print("   x %s= y ->" % op, shown(env["x"]), log)
            except Exception as e:
                print("   x %s= y ->" % op, f"{type(e).__name__}: {e}", log)
