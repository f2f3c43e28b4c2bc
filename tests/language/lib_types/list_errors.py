# The errors of lists and their words.
def attempt(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error)

def setitem(l, i, v):
    l[i] = v
    return l

def delitem(l, i):
    del l[i]
    return l

one = [1]
attempt(lambda: [][0])
attempt(lambda: [1][1])
attempt(lambda: [1][-2])
attempt(lambda: one["a"])
attempt(lambda: one[1.0])
attempt(lambda: one[None])
attempt(lambda: [1][10**30])
attempt(lambda: [1][-(10**30)])
attempt(lambda: setitem([], 0, 1))
attempt(lambda: setitem([1], -2, 1))
attempt(lambda: setitem([1], "a", 1))
attempt(lambda: setitem([1], 10**30, 1))
attempt(lambda: delitem([], 0))
attempt(lambda: delitem([1], 5))
attempt(lambda: delitem([1], "a"))
attempt(lambda: [].pop())
attempt(lambda: [].pop(0))
attempt(lambda: [1].pop(5))
attempt(lambda: [1].pop("a"))
attempt(lambda: [1].pop(10**30))
attempt(lambda: [1].pop(0, 1))
attempt(lambda: [1].insert("a", 1))
attempt(lambda: [1].insert(10**30, 1))
attempt(lambda: [1].insert(1))
attempt(lambda: [].remove(1))
attempt(lambda: [].index(1))
attempt(lambda: ["b"].index("a"))
attempt(lambda: [1].index(1, 5))
attempt(lambda: [1].index(1, "a"))
attempt(lambda: [1].index(1, None))
attempt(lambda: [1].index(1, 0, "b"))
attempt(lambda: [1].index())
attempt(lambda: [].append())
attempt(lambda: [].append(1, 2))
attempt(lambda: [].append(x=1))
attempt(lambda: [].extend(5))
attempt(lambda: [].extend())
attempt(lambda: [].clear(1))
attempt(lambda: [].reverse(1))
attempt(lambda: [].count())
attempt(lambda: [] + ())
attempt(lambda: [] + 1)
attempt(lambda: [] * "a")
attempt(lambda: [] * 1.5)
attempt(lambda: [1] * [2])
attempt(lambda: [1] * 10**30)
attempt(lambda: [1] - [1])
attempt(lambda: [] < ())
attempt(lambda: [] < 1)
attempt(lambda: [1, []] < [1, ()])
attempt(lambda: ["a"] < [1])
attempt(lambda: hash([]))
attempt(lambda: list(1))
attempt(lambda: list([], []))
attempt(lambda: list(x=1))
attempt(lambda: list(iterable=[]))
attempt(lambda: [].sort(1))
attempt(lambda: [].sort(x=1))
attempt(lambda: [].sort(None, None))
attempt(lambda: [3, 1].sort(key=5))
attempt(lambda: [1, "a"].sort())
attempt(lambda: [1, 2].sort(key=lambda a, b: a))
attempt(lambda: [1].foo)
attempt(lambda: setattr([], "foo", 1))
attempt(lambda: setitem([1], slice(0, 1), 5))
attempt(lambda: setitem([1, 2, 3], slice(None, None, 2), [1]))
attempt(lambda: setitem([1, 2, 3], slice(None, None, 2), 7))
attempt(lambda: setitem([1, 2, 3], slice(None, None, -1), [1, 2]))
attempt(lambda: setitem([1], slice(None, None, 0), []))
attempt(lambda: [1][::0])
attempt(lambda: [1]["a":])
attempt(lambda: [1][:1.5])
attempt(lambda: [1][::"x"])
attempt(lambda: delitem([1], slice(None, None, 0)))
attempt(lambda: list.append())
attempt(lambda: list.append(5, 6))
attempt(lambda: list.__new__(int))
attempt(lambda: list.__new__())

class Bad:
    def __index__(self):
        raise KeyError("index")
    def __eq__(self, other):
        raise KeyError("eq")
    def __iter__(self):
        raise KeyError("iter")
    def __repr__(self):
        raise KeyError("repr")
    def __lt__(self, other):
        raise KeyError("lt")

attempt(lambda: [1][Bad()])
attempt(lambda: [1][Bad():])
attempt(lambda: [Bad()].index(1))
attempt(lambda: [Bad()].count(1))
attempt(lambda: [Bad()].remove(1))
attempt(lambda: 1 in [Bad()])
attempt(lambda: [Bad()] == [Bad()])
attempt(lambda: list(Bad()))
attempt(lambda: [].extend(Bad()))
attempt(lambda: setitem([], slice(None), Bad()))
attempt(lambda: repr([1, Bad()]))
attempt(lambda: [Bad(), Bad()].sort())
attempt(lambda: [].index(Bad()))

def stops():
    yield 1
    raise ZeroDivisionError("stop")

l = [0]
attempt(lambda: l.extend(stops()))
print(l)
attempt(lambda: setitem(l, slice(0, 0), stops()))
print(l)
