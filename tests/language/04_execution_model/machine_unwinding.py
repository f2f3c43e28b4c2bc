# Where control leaves the straight path: groups, managers, generators that end a for loop, and delegation.


def groups(*errors):
    try:
        try:
            raise ExceptionGroup("all", list(errors))
        except* ValueError as group:
            print("values", [str(e) for e in group.exceptions])
        except* (TypeError, KeyError) as group:
            print("others", [type(e).__name__ for e in group.exceptions])
            raise RuntimeError("from a handler")
        else:
            print("never")
    except ExceptionGroup as rest:
        print("left", [type(e).__name__ for e in rest.exceptions])
    except RuntimeError as error:
        print("raised", error)


groups(ValueError("a"), ValueError("b"))
groups(ValueError("a"), KeyError("b"))
groups(OSError("c"), ValueError("d"))


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        return "entered"

    def __exit__(self, kind, exc, tb):
        print("exit", kind and kind.__name__, tb is not None)
        return self.swallow


for swallow in (True, False):
    try:
        with Manager(swallow) as text:
            print(text)
            raise LookupError(swallow)
    except LookupError as error:
        print("through", error)


def inner():
    got = yield 1
    print("got", got)
    try:
        yield 2
    except ValueError as error:
        print("inner saw", error)
        yield 3
    return "result"


def outer():
    result = yield from inner()
    print("inner returned", result)
    yield from [4, 5]


for n in inner():
    print("item", n)

g = outer()
print(next(g), g.send("hello"), g.throw(ValueError("x")), *g)

g = outer()
next(g)
g.close()
try:
    g.throw(KeyError("late"))
except KeyError as error:
    print("closed", error)

print([0 if n is None else n for n in (1, None, 2)], [n for n in (None, 3) if n is not None])
while (n := n - 1) is not None:
    if n < 0:
        n = None
        break
print(n)
