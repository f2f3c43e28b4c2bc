"""Closures: cells read and written, functions made in loops, decorators."""


def counter():
    n = 0

    def step(by):
        nonlocal n
        n += by
        return n

    return step


def compose(*functions):
    def run(x):
        for f in functions:
            x = f(x)
        return x

    return run


def logged(f):
    calls = 0

    def wrapper(*args, **kwargs):
        nonlocal calls
        calls += 1
        wrapper.calls = calls
        return f(*args, **kwargs)

    return wrapper


@logged
def add(a, b=1):
    return a + b


step = counter()
for i in range(1500000):
    step(i)
print(step(0))

adders = [lambda x, by=by: x + by for by in range(10)]
run = compose(*adders)
print(sum(run(i) for i in range(200000)))

for i in range(400000):
    add(i, b=2)
print(add.calls)
