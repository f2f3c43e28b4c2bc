# Starred things in displays, calls, subscripts, returns and targets.
a, *b, c = 1, 2, 3, 4
print(a, b, c)
*a, = 'xy'
print(a)
a, (b, *c), *d = 1, (2, 3, 4), 5, 6
print(a, b, c, d)
[p, *q] = range(3)
print(p, q)
for x, *rest in [(1, 2, 3), 'ab']:
    print(x, rest)
print([*'ab', *range(2)], (*[1], 2), {*'aa'}, {**{'a': 1}, 'a': 2})
def f(*args, **kw): return args, kw
print(f(*[1], 2, *(3, 4), x=1, **{'y': 2}, **{'z': 3}))
def r(): return 1, *[2, 3]
print(r())
def y(): yield 1, *[2, 3]
print(list(y()))
class S:
    def __getitem__(self, k): return k
print(S()[*[1, 2], 3], S()[1:2, *'a'], S()[*()])
for bad in ('a, *b = 1', 'a, b = 1,', 'a, b = 1, 2, 3', 'a, *b, c = [1]', '*a, b = ()', '(a, b), c = 1, 2', '[*5]', 'f(*5)', 'f(**5)', '{**5}', 'f(**{1: 2})',
            "f(x=1, **{'x': 2})", '{*5}', '(*5,)', 'a, b = iter([1])', 'for a, b in [1]: pass', 'f(*[1], **{"a": 1}, **{"a": 2})', 'a, b = 5', 'a, b = "abc"', 'a, b = {1: 2}'):
    try:
        exec(bad)
        print('fine', bad)
    except Exception as e:
        print(bad, '->', type(e).__name__, e)
for bad in ('*a = 1', 'a = *b', '*a, *b = c', 'print(*)', '[*a for a in b]', '*a', 'del *a', 'return *a', 'f(**a, *b)', '{**a for a in b}', '(*a)', '*a += 1', 'for *a in b: pass', 'a[*]', 'x = (*a, *b), *c', 'f(**k, 1)', 'f(a=1, 2)'):
    try:
        compile(bad, '<t>', 'exec')
        print('fine', bad)
    except SyntaxError as e:
        print(bad, '->', e.msg, e.offset)
