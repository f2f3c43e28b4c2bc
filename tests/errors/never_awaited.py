# Coroutines that were never awaited, with the source line.
async def co(): pass
def make():
    co()
make()
class C:
    async def method(self): pass
    @staticmethod
    async def static(): pass
C().method()
C.static()
x = [co() for _ in range(2)]
del x
async def agen():
    yield 1
a = agen()
a.asend(None)
a.athrow(ValueError)
a.aclose()
for i in range(3):
    co()
def outer():
    async def inner(): pass
    inner()
outer()
