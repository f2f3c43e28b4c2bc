# Random class hierarchies: the C3 order, super() chains, slots, metaclasses, class and base assignment.
import sys

class Random:
    def __init__(self, seed): self.s = seed * 2654435761 % 2**32 or 1
    def below(self, n):
        self.s = (self.s * 1103515245 + 12345) % 2**31
        return (self.s >> 8) % n
    def choice(self, l): return l[self.below(len(l))]

r = Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
METAS = [type("M%d" % i, (type,), {"kind": lambda cls, i=i: i}) for i in range(2)]
METAS.append(type("M3", tuple(METAS), {}))
BUILTINS = [int, str, list, dict, tuple, set, Exception, float, object, type, bytes]

def show(e): return f"{type(e).__name__}: {e}"

for round in range(int(sys.argv[2]) if len(sys.argv) > 2 else 30):
    classes = []
    print("round", round)
    for i in range(9):
        bases = []
        for _ in range(r.below(4)):
            bases.append(r.choice(classes) if classes and r.below(5) else r.choice(BUILTINS))
        ns = {}
        what = r.below(6)
        if what == 0: ns["__slots__"] = r.choice([(), ("a",), ("a", "b"), ("__dict__",), "c", ("__weakref__",), ("b", "a")])
        if what == 1: ns["__eq__"] = lambda s, o: True
        if what == 2: ns["__hash__"] = None
        if r.below(2):
            name = f"K{i}"
            src = f"def chain(self):\n    return ['{name}'] + (super(env['{name}'], self).chain() if hasattr(super(env['{name}'], self), 'chain') else [])"
            env = {}
            exec(src, {"env": env}, ns)
            ns["_env"] = env
        meta = r.choice(METAS + [type] * 6)
        try:
            c = meta(f"K{i}", tuple(bases), ns)
        except (TypeError, ValueError) as e:
            print("  K%d" % i, [b.__name__ for b in bases], show(e))
            continue
        if "_env" in ns: ns["_env"][f"K{i}"] = c
        classes.append(c)
        print("  K%d" % i, [b.__name__ for b in bases], [k.__name__ for k in c.__mro__], type(c).__name__, c.__base__.__name__, c.__hash__ is None, c.__dictoffset__ != 0, c.__weakrefoffset__ != 0)
    for c in classes:
        try:
            o = c.__new__(c)
        except TypeError as e:
            print("   new", c.__name__, show(e))
            continue
        if issubclass(c, type): continue
        line = []
        for n in ("a", "b", "x"):
            try:
                setattr(o, n, 1)
                line.append(n + "=" + str(getattr(o, n)))
            except (AttributeError, TypeError) as e:
                line.append(show(e))
        print("  ", c.__name__, line, o.chain() if hasattr(o, "chain") else None)
        for d in (r.choice(classes), r.choice(classes)):
            try:
                o.__class__ = d
                print("     ->", d.__name__, type(o).__name__)
            except TypeError as e:
                print("     ->", d.__name__, show(e))
    for _ in range(4):
        if len(classes) < 3: break
        c, d, e2 = r.choice(classes), r.choice(classes), r.choice(classes)
        try:
            c.__bases__ = (d,) if r.below(2) else (d, e2)
            print("   bases", c.__name__, [k.__name__ for k in c.__mro__])
        except TypeError as e:
            print("   bases", c.__name__, d.__name__, e2.__name__, show(e))
    for c in classes:
        print("   subs", c.__name__, sorted(s.__name__ for s in type.__subclasses__(c)), [issubclass(c, d) for d in classes])
