# The instructions of match: sequences, mappings, classes, lengths and keys.


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def describe(value):
    match value:
        case []:
            return "empty"
        case [one]:
            return f"one: {one}"
        case [first, *middle, last]:
            return f"{first} {middle} {last}"
        case {"kind": kind, "size": 1 | 2 as size, **rest}:
            return f"small {kind} {size} {rest}"
        case {"kind": kind}:
            return f"some {kind}"
        case {}:
            return "a mapping"
        case Point(0, y=0):
            return "origin"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case str(text):
            return f"text {text}"
        case None | True:
            return "singleton"
        case -1 | 2.5 | 1 + 2j:
            return "number"
        case _:
            return "something"


for value in (
    [], (1,), [1, 2, 3, 4], range(2), {"kind": "a", "size": 2, "more": 3}, {"kind": "b", "size": 9}, {"x": 1},
    Point(0, 0), Point(3, 3), Point(1, 2), "abc", None, True, -1, 2.5, 1 + 2j, object, b"bytes",
):
    print(describe(value))

try:
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as error:
    print(error)
