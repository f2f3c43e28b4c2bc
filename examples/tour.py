"""A tour of minipy: ten small stops, each a thing that a machine does and seldom shows.

    minipy run examples/tour.py

Every line that this program prints is the same under CPython 3.13. What minipy adds is the way in: after each stop look at the
same lines through `minipy tokens`, `minipy ast` and `minipy dis`, which read what the machine itself runs.
"""

import sys


def stop(number, title):
    print(f"\n{number}. {title}")


# ---------------------------------------------------------------------------------------------------------------------------
stop(1, "A name is a reference, and references are counted")

thing = object()
print("one name:      ", sys.getrefcount(thing))     # the name, and the argument of getrefcount
other = thing
print("two names:     ", sys.getrefcount(thing))
box = [thing, thing]
print("and two items: ", sys.getrefcount(thing))
del other, box
print("back to one:   ", sys.getrefcount(thing))


# ---------------------------------------------------------------------------------------------------------------------------
stop(2, "An object dies the instant its last reference goes")


class Candle:
    def __init__(self, name):
        self.name = name
        print("   lit", name)

    def __del__(self):
        print("   out", self.name)


first = Candle("A")
first = Candle("B")          # B is lit before A goes out: the new value is bound, then the old one is dropped
print("   now the name goes")
del first


# ---------------------------------------------------------------------------------------------------------------------------
stop(3, "Freed memory is handed out again, last in, first out")

one = object()
address = id(one)
del one
two = object()
print("same block again:", id(two) == address)
del two


# ---------------------------------------------------------------------------------------------------------------------------
stop(4, "Some objects exist only once")

small, also_small = 256, 255 + 1
print("256 is 255 + 1:    ", small is also_small)
big = 257
print("257 is 256 + 1:    ", big is small + 1)
letters = "abc"
other_letters = "xa"
print("one-letter strings:", letters[0] is other_letters[1])
print("empty tuples:      ", tuple([]) is tuple({}))
row = (1, 2, 3)
print("a full tuple slice:", row[:] is row)


# ---------------------------------------------------------------------------------------------------------------------------
stop(5, "A bound value never changes in place")

count = 1000
before = id(count)
count += 1
print("int += moves the name:     ", id(count) != before)
items = [1000]
before = id(items)
items += [1001]
print("list += keeps its object:  ", id(items) == before, items)


# ---------------------------------------------------------------------------------------------------------------------------
stop(6, "Nested loops: the smallest machine work there is")


def looper(n):
    k = 0
    for i in range(n):
        for j in range(n):
            k += j
    return k


for n in (0, 1, 10, 100):
    print(f"   looper({n}) = {looper(n)}")


# ---------------------------------------------------------------------------------------------------------------------------
stop(7, "A closure keeps its variables in cells, not copies")


def counter():
    total = 0

    def add(amount):
        nonlocal total
        total += amount
        return total

    def show():
        return total

    return add, show


add, show = counter()
add(3)
add(4)
print("   both functions see", show())
print("   free variables:", add.__code__.co_freevars)


# ---------------------------------------------------------------------------------------------------------------------------
stop(8, "A generator is a frame that waits")


def countdown(n):
    print("   starting")
    while n:
        step = yield n
        n -= step or 1
    print("   done")


walk = countdown(5)
print("   got", next(walk))
print("   got", walk.send(2))
print("   rest", list(walk))


# ---------------------------------------------------------------------------------------------------------------------------
stop(9, "An exception unwinds frames, and finally runs on the way")


def deep(level):
    try:
        if level == 0:
            raise ValueError("the bottom")
        deep(level - 1)
    finally:
        print("   leaving level", level)


try:
    deep(2)
except ValueError as error:
    depth = 0
    frame = error.__traceback__
    while frame is not None:
        depth += 1
        frame = frame.tb_next
    print("   caught:", error, "after", depth, "frames")


# ---------------------------------------------------------------------------------------------------------------------------
stop(10, "Some objects refer to themselves: counting alone cannot free them")


class Node:
    alive = 0

    def __init__(self):
        Node.alive += 1

    def __del__(self):
        Node.alive -= 1


straight = Node()
straight = None
print("   without a cycle:", Node.alive, "left")
loop = Node()
loop.me = loop
loop.me = None               # cut by hand; what is not cut waits for the collector
loop = None
print("   a cycle, cut:   ", Node.alive, "left")

print("\nThat was the tour. Next: minipy dis examples/looper.py")
