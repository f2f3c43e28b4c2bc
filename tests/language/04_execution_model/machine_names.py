# Every kind of name that the machine loads, stores and deletes.

annotated: int = 3
print(__annotations__)


def cells():
    shared = 1

    def drop():
        nonlocal shared
        del shared

    drop()
    try:
        shared
    except NameError as error:
        print(type(error).__name__, error)
    shared = 2
    return lambda: shared


print(cells()())


def globals_too():
    global made
    made = 5
    print(made)
    del made
    try:
        made
    except NameError as error:
        print(error)


globals_too()


def maybe(flag):
    if flag:
        value = "bound"
    try:
        return value
    except UnboundLocalError as error:
        return str(error)


print(maybe(True), maybe(False))


def around():
    outer = "cell"

    class Inside:
        print(outer)
        locals()["outer"] = "the namespace comes first"
        print(outer)
        found = sorted(name for name in locals() if not name.startswith("__"))

    return Inside


print(around().found)


class Loop:
    squares = [n * n for n in range(4)]
    print(squares, sorted(k for k in locals() if k[0] != "_"))


from _machine_names_source import alpha, beta as second

print(alpha, second)
try:
    from _machine_names_source import gamma
except ImportError as error:
    print(type(error).__name__)
