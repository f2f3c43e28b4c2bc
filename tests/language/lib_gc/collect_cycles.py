# What collect() finds, and in which order things happen.
import gc
import weakref

gc.disable()
gc.collect()


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalizer", self.name)


a, b = Node("a"), Node("b")
a.other, b.other = b, a
watch = weakref.ref(a, lambda r: print("callback", r() is None))
del a, b
print(watch() is not None)
print("found", gc.collect())
print(watch())
print("found", gc.collect())

# Lists and dicts in a ring.
ring = []
ring.append({"ring": ring})
del ring
print("found", gc.collect())

# A weak reference that is garbage itself calls nothing.
n = Node("n")
n.me = n
n.watch = weakref.ref(n, lambda r: print("never"))
del n
print("found", gc.collect() > 0)

# Young only.
c = []
c.append(c)
del c
print("young", gc.collect(0))
for wrong in (-1, 3):
    try:
        gc.collect(wrong)
    except ValueError as e:
        print(e)
