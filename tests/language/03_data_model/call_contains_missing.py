class A:
    def __call__(self, *a, **k): return a, k
    def __contains__(self, x): return x
print(A()(1, b=2), 5 in A(), 0 in A(), [] not in A(), "" in A())
class It:
    def __iter__(self): return iter([1, 2, 3])
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 10
class Bad:
    def __getitem__(self, i): raise ValueError(i)
print(2 in It(), 9 in It(), 20 in Seq(), 5 in Seq(), list(Seq()), [*reversed([1])], max(Seq()))
for f in (lambda: 1 in Bad(), lambda: list(Bad()), lambda: reversed(Seq()), lambda: 1 in 5, lambda: object()(), lambda: A().x()):
    try:
        print(f())
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
class D(dict):
    def __missing__(self, k):
        print("missing", k)
        return k * 2
d = D(a=1)
print(d["a"], d["zz"], d.get("zz"), "zz" in d, len(d), d.setdefault("q", 1))
class D2(dict):
    __missing__ = None
class D3(dict):
    def __missing__(self, k): raise LookupError(k)
for k in (D2, D3):
    try:
        k()["x"]
    except (TypeError, LookupError) as e:
        print(type(e).__name__, e)
plain = {}
try:
    plain["x"]
except KeyError as e:
    print("KeyError", e, e.args)
class Counter:
    def __init__(self): self.n = 0
    def __call__(self): self.n += 1; return self.n
c = Counter()
print([c() for _ in range(3)], callable(c), callable(Counter), callable(3), list(iter(Counter(), 4)))
class CC:
    __call__ = Counter()
print(CC()(), CC()())
class Inst: pass
i = Inst()
i.__call__ = lambda: 1
try:
    i()
except TypeError as e:
    print(e)
class Meta(type):
    def __call__(cls, *a): return "meta", a
    def __contains__(cls, x): return x == "in"
    def __len__(cls): return 42
    def __iter__(cls): return iter("xy")
    def __getitem__(cls, k): return k
class K(metaclass=Meta): pass
print(K(1), "in" in K, len(K), list(K), K[3], bool(K))
