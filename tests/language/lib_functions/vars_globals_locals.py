g = 1
print(globals() is globals(), globals()["g"], "f" in globals(), vars() is globals(), locals() is globals())
globals()["dynamic"] = 5
print(dynamic)
def f(a, b=2):
    c = a + b
    print(sorted(locals()), sorted(vars()), "g" in globals())
    globals()["made"] = c
f(1)
print(made)
class C:
    attr = 1
    print(sorted(k for k in locals() if not k.startswith("__")), "attr" in vars())
    locals()["injected"] = 2
print(C.injected)
def nested():
    x = 1
    def inner():
        y = 2
        return sorted(locals()), x
    def no_ref(): return sorted(locals())
    return inner(), no_ref(), sorted(locals())
print(nested())
print([sorted(locals()) for q in [1]] == [sorted(locals()) for q in [1]])
def comp():
    z = 1
    return [sorted(locals()) for i in range(1)], {k: sorted(locals()) for k in "a"}, list(sorted(locals()) for j in [1])
print(comp())
def gen(n):
    for i in range(n):
        yield sorted(locals().items())
print(list(gen(2)))
for t in (lambda: vars(5), lambda: vars(1, 2), lambda: globals(1), lambda: locals(1), lambda: vars(object())):
    try:
        print(t())
    except TypeError as e:
        print(e)
exec("e = 1; print('e' in locals(), 'e' in globals())")
exec("e2 = 1; print(sorted(locals()))", {}, {"given": 1})
print(eval("sorted(locals())", {"a": 1}, {"b": 2}))
lam = lambda p, *q, **r: locals()
print(lam(1, 2, k=3))
def deleted():
    v = 1
    del v
    return locals()
print(deleted())
def mutated():
    v = 1
    l = locals()
    v = 2
    return l, locals()["v"]
print(mutated())
