"""The block that was freed last is the next one, also where its pool was full: the pool comes to the front of its class."""


class Node:
    __slots__ = ("a", "b", "c", "d")


nodes = [Node() for _ in range(5000)]
repeat = [0, 0]
for start in range(0, 4000, 7):
    where = id(nodes[start])
    nodes[start] = None
    nodes[start] = Node()
    repeat[id(nodes[start]) == where] += 1
print("one dies, one is born: another address, the same:", repeat)

swapped = 0
for one in range(0, 2000, 13):
    other = one + 1900
    first, second = id(nodes[one]), id(nodes[other])
    nodes[one] = None
    nodes[other] = None
    nodes[one] = Node()
    nodes[other] = Node()
    swapped += (id(nodes[one]), id(nodes[other])) == (second, first)
print("two die, two are born, the addresses swapped:", swapped)
