"""Exceptions: raised and caught near and far, finally, with."""


class Stop(Exception):
    pass


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is Stop


def fail(depth):
    if depth:
        return fail(depth - 1)
    raise Stop


def work(n):
    caught = finals = 0
    for i in range(n):
        try:
            if i & 1:
                raise ValueError(i)
            caught += 1
        except ValueError as error:
            caught += error.args[0] & 1
        finally:
            finals += 1
        if not i & 7:
            with Guard():
                fail(5)
        try:
            {}[i]
        except KeyError:
            caught += 1
    return caught, finals


print(work(500000))
