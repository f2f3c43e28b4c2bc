"""Who holds an object? A linked list, a cache and a tree, seen through their reference counts.

Python frees an object when its last reference goes, and says so through `__del__`. This program builds three structures and asks
at each step how many references there are. The numbers are exact: each can be explained by pointing at the places that hold one.
"""

import sys


class Item:
    """Something that tells when it dies."""

    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("      freed:", self.name)

    def __repr__(self):
        return self.name


class Node:
    __slots__ = ("item", "next")

    def __init__(self, item, next=None):
        self.item, self.next = item, next


class Chain:
    """A list of nodes. Each node holds the next, so dropping the head frees them all, one after the other."""

    def __init__(self, items):
        self.head = None
        for item in reversed(items):
            self.head = Node(item, self.head)

    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.item
            node = node.next

    def pop(self):
        node = self.head
        self.head = node.next
        return node.item


class Recent:
    """A cache of the last few: asking again moves an entry to the end; what falls out at the front is freed."""

    def __init__(self, room, make):
        self.room, self.make, self.entries = room, make, {}

    def __getitem__(self, key):
        if key in self.entries:
            value = self.entries.pop(key)
        else:
            value = self.make(key)
        self.entries[key] = value
        if len(self.entries) > self.room:
            del self.entries[next(iter(self.entries))]
        return value


def chains():
    print("A chain of three:")
    items = [Item("a"), Item("b"), Item("c")]
    chain = Chain(items)
    print("   held by the list and by its node:", [sys.getrefcount(item) - 2 for item in items])
    items.clear()
    print("   the list is cleared, nothing dies:", list(chain))
    first = chain.pop()
    print("   popped", first, "- references:", sys.getrefcount(first) - 1)
    first = None
    print("   now the chain goes:")


def caches():
    print("A cache with room for two:")
    cache = Recent(2, lambda key: Item(f"page {key}"))
    for key in (1, 2, 1, 3, 2):
        print("   asking for", key)
        cache[key]
    kept = cache[3]
    print("   in the cache:", list(cache.entries.values()), "- references to", kept, sys.getrefcount(kept) - 1)
    cache = None
    print("   the cache is gone,", kept, "is kept by its name")


def closures():
    print("A function that remembers:")

    def remember(item):
        return lambda: item

    tell = remember(Item("secret"))
    print("   it says:", tell())
    cell = tell.__closure__[0]
    print("   the cell holds:", cell.cell_contents)
    tell = None
    print("   the function is gone, the cell is kept")
    cell = None
    print("   and now the cell too")


def errors():
    print("An exception keeps the frames that it passed, and what they hold:")

    def fail():
        local = Item("local")
        raise LookupError("no such thing")

    try:
        fail()
    except LookupError as error:
        kept = error
        print("   caught:", error)
    print("   the name of the clause is gone, the exception is not")
    kept = None
    print("   nothing is left")


for part in (chains, caches, closures, errors):
    part()
    print("   end of", part.__name__)
