names = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or".split()
ops = {"add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>", "and": "&", "xor": "^", "or": "|"}
log = []
def make(cname, forward, reflected, inplace=None, bases=()):
    ns = {}
    for n in names:
        if forward is not None:
            def f(self, o, *m, n=n): 
                log.append(f"{cname}.__{n}__")
                return NotImplemented if forward is NotImplemented else (cname, n)
            ns[f"__{n}__"] = f
        if reflected is not None:
            def r(self, o, *m, n=n):
                log.append(f"{cname}.__r{n}__")
                return NotImplemented if reflected is NotImplemented else (cname, "r" + n)
            ns[f"__r{n}__"] = r
        if inplace is not None:
            def i(self, o, *m, n=n):
                log.append(f"{cname}.__i{n}__")
                return NotImplemented if inplace is NotImplemented else (cname, "i" + n)
            ns[f"__i{n}__"] = i
    return type(cname, bases, ns)
A = make("A", 1, 1)
B = make("B", NotImplemented, 2)
C = make("C", NotImplemented, NotImplemented, NotImplemented)
D = make("D", 3, 3, 3)
E = make("E", None, 1, None, (A,))
F = make("F", None, None, None, (A,))
class Plain: pass
for x, y in [(A(), B()), (B(), A()), (C(), A()), (C(), C()), (A(), E()), (E(), A()), (A(), F()), (D(), A()), (Plain(), A()), (1, A()), (A(), 1), ("s", C()), (B(), Plain())]:
    for n in ("add", "pow", "or"):
        log.clear()
        try:
            result = eval(f"x {ops[n]} y")
        except TypeError as e:
            result = e
        print(type(x).__name__, ops[n], type(y).__name__, result, log)
for n in ops:
    log.clear()
    env = {"x": D(), "c": C(), "a": A()}
    try:
        exec(f"x {ops[n]}= 1\na {ops[n]}= 1", env)
        print(n, env["x"], env["a"], log)
    except TypeError as e:
        print(n, e)
    try:
        exec(f"c {ops[n]}= 1", env)
    except TypeError as e:
        print(e)
log.clear()
print(divmod(A(), 1), divmod(1, A()), pow(A(), 2, 3), log)
for f in (lambda: pow(1, A(), 3), lambda: pow(C(), 1, 2), lambda: divmod(C(), 1), lambda: pow(2, "x", 3), lambda: pow("x", 2)):
    try:
        print(f())
    except TypeError as e:
        print(e)
