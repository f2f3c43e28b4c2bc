# What async code asks of the machine: awaits, async iteration, async managers, and an exception thrown into an await.


class Later:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield ("asked", self.value)
        return got


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        self.left -= 1
        return self.left


class Manager:
    async def __aenter__(self):
        print("enter", await Later("in"))
        return self

    async def __aexit__(self, kind, exc, tb):
        print("exit", kind and kind.__name__, await Later("out"))
        return kind is KeyError


async def agen(limit):
    try:
        for n in range(limit):
            yield n
            await Later(n)
    finally:
        print("agen closed")


async def main():
    async for n in Countdown(3):
        print("count", n)
    async with Manager() as m:
        print("body", type(m).__name__)
    async with Manager():
        raise KeyError("swallowed")
    print([n * 2 async for n in agen(3) if n != 1])
    try:
        await Later("throw here")
    except ValueError as error:
        print("thrown:", error)
    return "done"


def drive(coroutine):
    send = None
    while True:
        try:
            if send == ("asked", "throw here"):
                send = coroutine.throw(ValueError("from outside"))
            else:
                send = coroutine.send(send)
            print("  ->", send)
        except StopIteration as stop:
            return stop.value


print(drive(main()))
