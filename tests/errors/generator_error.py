def numbers():
    yield 1
    raise LookupError("ran out")


def total():
    return sum(n * 2 for n in numbers())


total()
