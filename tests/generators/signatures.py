# Random signatures and calls: what is bound, or what the error says. Run with a seed on two interpreters and compare.
import sys

class Random:
    def __init__(self, seed): self.s = seed * 2654435761 % 2**32 or 1
    def below(self, n):
        self.s = (self.s * 1103515245 + 12345) % 2**31
        return (self.s >> 8) % n
    def choice(self, l): return l[self.below(len(l))]

NAMES = ["alpha", "beta", "gamma", "delta", "eps", "zeta", "a", "b", "c"]

def signature(r):
    pool = NAMES[:]
    def take(): return pool.pop(r.below(len(pool)))
    parts, names = [], []
    defaults = False
    def parameter(keyword=False):
        nonlocal defaults
        n = take(); names.append(n)
        if keyword:
            return n + ("=" + str(r.below(9)) if r.below(2) else "")
        defaults = defaults or r.below(3) == 0
        return n + ("=" + str(r.below(9)) if defaults else "")
    posonly = r.below(3)
    parts += [parameter() for _ in range(posonly)]
    if posonly: parts.append("/")
    parts += [parameter() for _ in range(r.below(3))]
    star = r.below(3)
    if star == 1:
        parts.append("*args"); names.append("args")
    kwonly = r.below(3) if star else 0
    if star == 2 and kwonly: parts.append("*")
    parts += [parameter(True) for _ in range(kwonly)]
    if r.below(3) == 0:
        parts.append("**kw"); names.append("kw")
    return ", ".join(parts), names

def call(r, names):
    args = [str(100 + i) for i in range(r.below(5))]
    if r.below(4) == 0: args.append("*[%s]" % ", ".join(str(200 + i) for i in range(r.below(3))))
    seen = set()
    for _ in range(r.below(4)):
        n = r.choice(names + ["alpah", "other"]) if names else "other"
        if n in seen or n in ("args", "kw"): continue
        seen.add(n)
        args.append(f"{n}={r.below(99)}")
    if r.below(4) == 0:
        args.append("**{%s}" % ", ".join(f"'{r.choice(NAMES)}': {i}" for i in range(r.below(3))))
    return ", ".join(args)

r = Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
for i in range(int(sys.argv[2]) if len(sys.argv) > 2 else 120):
    sig, names = signature(r)
    shape = r.below(4)
    body = "return [%s]" % ", ".join(names)
    env = {}
    if shape == 0: exec(f"def f({sig}): {body}", env)
    elif shape == 1:
        exec(f"class C:\n def m(self{', ' + sig if sig else ''}): {body}\nf = C().m", env) if not sig.count("/") else exec(f"def f({sig}): {body}", env)
    elif shape == 2: exec(f"class C:\n @classmethod\n def m(cls{', ' + sig if sig else ''}): {body}\nf = C.m", env)
    else: exec(f"class f:\n def __init__(self{', ' + sig if sig else ''}): self.v = [{', '.join(names)}]\n def __repr__(self): return 'f%r' % (self.v,)", env)
    print(i, sig, shape)
    for _ in range(6):
        text = call(r, names)
        try:
            print("  ", text, "->", eval(f"f({text})", env))
        except (TypeError, SyntaxError) as e:
            print("  ", text, "->", type(e).__name__, getattr(e, "msg", e))
