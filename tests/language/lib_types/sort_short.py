"""Lists of all short lengths, sorted by each kind of key: the same as by an insertion that is plainly right."""


def insertion(items, key, reverse):
    out = []
    for item in items:
        at = len(out)
        while at > 0 and (key(out[at - 1]) < key(item) if reverse else key(item) < key(out[at - 1])):
            at -= 1
        out.insert(at, item)
    return out


state = 7


def number():
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state >> 16


kinds = [
    lambda: number() % 20,
    lambda: number() % 20 / 4,
    lambda: str(number() % 20),
    lambda: (number() % 4, str(number() % 4)),
    lambda: "\u4e2d" * (number() % 3) + chr(97 + number() % 4),
    lambda: [number() % 3, number() % 3],
]
same = lambda item: item
for size in list(range(20)) + [31, 32, 33, 65]:
    for make in kinds:
        items = [make() for _ in range(size)]
        assert sorted(items) == insertion(items, same, False), items
        assert sorted(items, reverse=True) == insertion(items, same, True), items
        key = lambda item: repr(item)[-1]
        assert sorted(items, key=key) == insertion(items, key, False), items
        ordered = sorted(items)
        assert sorted(ordered) == ordered and sorted(ordered[::-1]) == ordered
print("sorted as they should be")
print(sorted([0.0, -0.0, 0.0]), sorted([True, 0, 2, False]), sorted(["b", "a\0", "a"]))
