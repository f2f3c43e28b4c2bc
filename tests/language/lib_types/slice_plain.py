"""Slices without a step of the builtin sequences and of classes derived from them."""
things = [[], [1], [1, 2, 3, 4], (), (1,), (1, 2, 3, 4), "", "a", "abcd", "h\u00e9llo", "\u4e2d\u6587abc", "\U0001f600xy"]
bounds = [None, 0, 1, 2, -1, -2, 10, -10, 2**70, -(2**70), True]
for thing in things:
    print(repr(thing), [thing[a:b] for a in bounds for b in bounds])
    print([thing[:] is thing, thing[0:] is thing])
for bad in ("x", 1.0, (1,)):
    try:
        [1, 2][bad:]
    except TypeError as error:
        print(error)


class Index:
    def __index__(self):
        print("asked")
        return 1


print([1, 2, 3][Index() :], "abc"[: Index()], (1, 2, 3)[Index() : 2])


class Own(list):
    def __getitem__(self, key):
        return key


class Text(str):
    pass


class Pair(tuple):
    pass


print(Own([1])[0:1], Own([1])[-1], type(Text("abc")[0:3]), type(Text("abc")[:]), type(Pair((1, 2))[:]))
for sequence in ([1, 2, 3], (1, 2, 3), "a\u00e9c", "\u4e2dbc"):
    print([sequence[i] for i in (0, 1, -1, -3, True)])
    for i in (3, -4, 2**70, "x"):
        try:
            sequence[i]
        except (IndexError, TypeError) as error:
            print(type(error).__name__, error)
row = [1, 2, 3]
row[-1] = 9
row[True] = 8
print(row)
for i in (3, -4, 2**70):
    try:
        row[i] = 0
    except IndexError as error:
        print(error)
