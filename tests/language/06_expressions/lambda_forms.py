# Lambdas: every parameter kind, defaults, nesting, names.
f = lambda: None
print(f(), f.__name__, f.__qualname__)
print((lambda x, /, y=2, *a, z, w=4, **k: (x, y, a, z, w, k))(1, z=3, q=5))
print((lambda *, k: k)(k=1), (lambda *a: a)(1, 2), (lambda **k: k)(a=1))
print((lambda x: lambda y: lambda z: (x, y, z))(1)(2)(3))
print([g(10) for g in [lambda x, i=i: x + i for i in range(3)]])
print(sorted('bca', key=lambda c: -ord(c)), (lambda: (yield))().__name__)
print((lambda: 1 if 0 else 2)(), (lambda x: x, 5)[1], (lambda x: (x, x))(1))
def outer():
    n = 1
    def inc():
        nonlocal n
        n += 1
    return inc, lambda: n
inc, get = outer()
inc(); inc()
print(get(), get.__qualname__, get.__code__.co_freevars)
class C:
    m = lambda self: type(self).__name__
    n = property(lambda self: 'prop')
print(C().m(), C().n, C.m.__qualname__)
for call in ('(lambda x: x)()', '(lambda: 0)(1)', '(lambda *, k: k)()', '(lambda x, /: x)(x=1)', '(lambda a, b=1, *, c: 0)(1, 2, 3, c=1)'):
    try:
        eval(call)
    except TypeError as e:
        print(e)
for bad in ('lambda x, x: 0', 'lambda x=1, y: 0', 'lambda *: 0', 'lambda **k, a: 0', 'lambda *a, *b: 0', 'lambda (x): 0', 'lambda x y: 0', 'lambda', 'lambda x:', 'lambda None: 0', 'lambda /: 0', 'lambda a, /, b, /: 0', 'lambda *, **k: 0', 'lambda x: int: 0', 'lambda 1: 0', 'lambda **k=1: 0', 'lambda *a=1: 0'):
    try:
        compile(bad, '<t>', 'eval')
        print('fine', bad)
    except SyntaxError as e:
        print(bad, '->', e.msg, e.offset, e.end_offset)
