x: int = 1
y: "forward"
z: undefined_name if False else str
print(__annotations__)
class A:
    a: int
    b: str = "s"
    a2: list[int] = None
    (c): int = 3
    print(__annotations__)
print(A.__annotations__, hasattr(A, "a"), A.b)
class B(A): pass
print(B.__annotations__, B.__dict__.get("__annotations__"), A.__annotations__)
class C(A):
    n: float
print(C.__annotations__)
def f(a: int, *b: str, c: "C" = 1, **d: list) -> None:
    local: undefined_here = 5
    other: int
    return local
print(f.__annotations__, f(1))
def g():
    v: int
    try:
        return v
    except UnboundLocalError as e:
        return str(e)
print(g())
lam = lambda a: a
print(lam.__annotations__)
o = A()
o.attr: int = 5
l = [0]
l[0]: int = 7
print(o.attr, l, sorted(__annotations__))
del A.__annotations__
print(A.__annotations__)
try:
    del A.__annotations__
    del A.__annotations__
except AttributeError as e:
    print("AttributeError", e)
for s in ["(a, b): int = 1", "a: int = b: int", "x.y: int", "f(): int", "[a]: int", "global q; q: int", "def f():\n global q\n q: int", "a: int, b: int", "*a: int = 1"]:
    try:
        compile(s, "s", "exec")
        print("fine", s)
    except SyntaxError as e:
        print(e.msg)
exec("from __future__ import annotations\nq: undefined_thing = 1\ndef h(a: b + c) -> [d]: pass\nprint(__annotations__, h.__annotations__)", {})
print(int.__annotations__ if hasattr(int, "__annotations__") else "none")
