# Assignment expressions: scopes, precedence, comprehensions.
print((n := 10), n)
if (m := 3) > 2 and (k := m * 2):
    print(m, k)
data = [1, 2, 3, 4]
print([y for x in data if (y := x * x) > 4], y)
def f():
    total = 0
    r = [total := total + v for v in data]
    return r, total
print(f())
def g():
    global made_global
    [made_global := i for i in range(3)]
g()
print(made_global)
def h():
    z = 0
    def inner():
        nonlocal z
        return [z := i for i in range(5)]
    inner()
    return z
print(h())
print((a := 1, b := 2), a, b)
print(f'{(w := 7)} {w:=5}')
def d(x=(q := 3)): return x
print(d(), q)
lam = lambda: (v := 4) + v
print(lam())
i = 0
while (i := i + 1) < 3:
    print(i)
print([i := 5, i], {(s := 'key'): s}, [1, 2, 3][(j := 1)], j)
print(any((hit := x) > 2 for x in data), hit)
for src in ('x := 1', '(x.y := 1)', '(x[0] := 1)', '[i := 0 for i in range(3)]', '[j := 0 for i in (j := [1])]', 'f(a=b:=1)', '(lambda: x := 1)',
            'class C: [x := 1 for i in ()]', 'x = y := 1', '(a, b := 1)', '[(i := i) for i in ()]', 'def f(x := 1): pass', '((a, b) := 1)', '(None := 1)',
            'assert x := 1', 'del (x := 1)', 'with (x := 1) as y: pass'):
    try:
        compile(src, '<t>', 'exec')
        print('fine:', src)
    except SyntaxError as e:
        print(src, '->', e.msg, e.lineno, e.offset, e.end_offset)
