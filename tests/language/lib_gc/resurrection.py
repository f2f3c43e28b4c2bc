# A finalizer runs once, whatever it does.
import gc

gc.disable()
saved = []


class Phoenix:
    def __del__(self):
        print("finalizer")
        saved.append(self)


p = Phoenix()
p.me = p
del p
print("found", gc.collect())
print(len(saved), gc.is_finalized(saved[0]))
saved.clear()
print("found", gc.collect() > 0, len(saved))

# By counting alone it is the same.
q = Phoenix()
del q
print(len(saved))
saved.clear()
print(len(saved))


# One that breaks the ring runs the other's finalizer early, each once.
class Part:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("part", self.name)
        self.other = None


x, y = Part("x"), Part("y")
x.other, y.other = y, x
del x, y
gc.collect()
