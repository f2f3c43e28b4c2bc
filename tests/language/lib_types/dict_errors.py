# The errors of dicts and their words.
def attempt(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error, error.args)

attempt(lambda: {}["a"])
attempt(lambda: {}[(1, 2)])
attempt(lambda: {}[[]])
attempt(lambda: {[]: 1})
attempt(lambda: {}.popitem())
attempt(lambda: {}.pop(1))
attempt(lambda: {}.pop([]))
attempt(lambda: {1: 1}.pop([]))
attempt(lambda: {}.pop())
attempt(lambda: {}.pop(1, 2, 3))
attempt(lambda: {}.get())
attempt(lambda: {}.get([]))
attempt(lambda: {}.setdefault([]))
attempt(lambda: [] in {})
attempt(lambda: {} | 1)
attempt(lambda: {} < {})
attempt(lambda: {}.__lt__({}))
attempt(lambda: hash({}))
attempt(lambda: dict(1))
attempt(lambda: dict([1]))
attempt(lambda: dict([None]))
attempt(lambda: dict([(1, 2), 3]))
attempt(lambda: dict([(1, 2, 3)]))
attempt(lambda: dict([(1, 2), [1]]))
attempt(lambda: dict([[[], 1]]))
attempt(lambda: dict(["abc"]))
attempt(lambda: dict(1, 2))
attempt(lambda: {}.update(1, 2))
attempt(lambda: {}.update(1))
attempt(lambda: dict.fromkeys())
attempt(lambda: dict.fromkeys(1))
attempt(lambda: dict.fromkeys([[]]))
attempt(lambda: {}.clear(1))
attempt(lambda: {}.keys(1))
attempt(lambda: {}.copy(x=1))
attempt(lambda: {}.items() | 1)
attempt(lambda: {}.keys() & 1)
attempt(lambda: {}.keys() - 1)
attempt(lambda: {1: []}.items() | [])
attempt(lambda: hash({}.keys()))
attempt(lambda: type({}.keys())())
attempt(lambda: type(iter({}))())
attempt(lambda: {}.keys() < [])
attempt(lambda: {}.keys().__lt__([]))
attempt(lambda: len(iter({})))

def delete(d, key):
    del d[key]
attempt(lambda: delete({}, "a"))
attempt(lambda: delete({}, []))

# Changing a dict while it is iterated.
def grow():
    d = {1: 1, 2: 2}
    for key in d:
        d[key + 10] = 0
attempt(grow)
def shrink():
    d = {1: 1, 2: 2}
    for key in d:
        del d[key]
attempt(shrink)
def swap():
    d = {i: i for i in range(5)}
    for key in d:
        del d[key]
        d[key + 100] = 0
attempt(swap)
def again():
    d = {1: 1, 2: 2}
    it = iter(d.items())
    next(it)
    d[3] = 3
    for _ in range(2):
        try:
            next(it)
        except RuntimeError as error:
            print(error)
    del d[3]
    next(it)
attempt(again)
def backwards():
    d = {1: 1, 2: 2}
    for key in reversed(d):
        d[key + 10] = 0
attempt(backwards)
def values():
    d = {1: 1, 2: 2}
    for value in d.values():
        d.clear()
attempt(values)

class Bad:
    def keys(self):
        return [1, 2]
attempt(lambda: dict(Bad()))
class Worse:
    keys = 5
attempt(lambda: dict(Worse()))
class NoIter:
    def keys(self):
        return 5
attempt(lambda: {}.update(NoIter()))
class BadHash:
    def __hash__(self):
        raise ValueError("no hash today")
attempt(lambda: {BadHash(): 1})
attempt(lambda: {1: 2}[BadHash()])
class BadEq:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        raise ValueError("no comparison today")
attempt(lambda: {1: 2}[BadEq()])
attempt(lambda: {1: 2}.get(BadEq()))
attempt(lambda: {BadEq(): 2}.setdefault(1, 3))
attempt(lambda: {1: BadEq()} == {1: BadEq()})
