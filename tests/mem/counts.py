"""References are counted exactly: names, items, arguments, cells, attributes, exceptions, frames."""

import sys

count = sys.getrefcount


class Thing:
    pass


thing = Thing()
print("name", count(thing))
other = thing
print("two names", count(thing))
del other

items = [thing] * 3
print("list", count(thing))
items.pop()
print("popped", count(thing))
items[0] = None
print("replaced", count(thing))
items.clear()
print("cleared", count(thing))

pair = (thing, [thing], {"k": thing}, {thing})
print("tuple, list, dict, set", count(thing))
del pair
print("gone", count(thing))


def argument(x):
    return count(x)


print("argument", argument(thing))


def keyword(*, x):
    return count(x)


print("keyword", keyword(x=thing))


def star(*args, **kwargs):
    return count(args[0])


print("star", star(thing, thing, k=thing))


def closure():
    held = thing

    def inner():
        return held

    return inner


f = closure()
print("closure", count(thing))
f()
print("called", count(thing))
del f

holder = Thing()
holder.a = thing
holder.b = thing
print("attributes", count(thing))
holder.a = 1
print("one attribute", count(thing))
del holder

generator = (thing for _ in range(2))
print("generator", count(thing))
next(generator)
print("running", count(thing))
del generator


def default(x=thing):
    return x


print("default", count(thing))
default()
print("after the call", count(thing))
del default

try:
    raise ValueError(thing)
except ValueError as error:
    print("exception", count(thing))
print("after the clause", count(thing))

a, *b = thing, thing, thing
print("unpacked", count(thing))
del a, b
[x for x in (thing, thing)]
print("comprehension", count(thing))
sorted([thing, thing], key=id)
print("sorted", count(thing))
thing == thing, thing is thing, thing in [thing]
print("compared", count(thing))
