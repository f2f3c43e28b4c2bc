# Rings are collected without being asked for.
import gc
import weakref


class Node:
    pass


alive = []


def ring():
    n = Node()
    n.me = n
    alive.append(weakref.ref(n, alive.remove))


most = 0
for i in range(20000):
    ring()
    most = max(most, len(alive))
print(most < 15000, most > 100)
gc.collect()
print(len(alive))
gc.disable()
for i in range(5000):
    ring()
print(len(alive))
gc.enable()
gc.collect()
print(len(alive))
