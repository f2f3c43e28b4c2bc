"""When things die: at once, in CPython's order."""


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


print("# rebinding")
x = Noisy("first")
x = Noisy("second")
print("bound")
x = None

print("# a list, from its front")
items = [Noisy(i) for i in range(3)]
del items
print("# a slice")
items = [Noisy(i) for i in range(4)]
del items[1:3]
print("left", [item.name for item in items])
items = None
print("# a dict")
table = {name: Noisy(name) for name in "abc"}
table["b"] = None
table.clear()
print("# a tuple")
row = (Noisy(1), Noisy(2))
row = None
print("# attributes")
owner = Noisy("owner")
owner.child = Noisy("child")
owner.other = Noisy("other")
del owner


def scope():
    first = Noisy("local 1")
    second = Noisy("local 2")
    print("leaving")


print("# locals")
scope()


def failing():
    held = Noisy("in the frame")
    raise ValueError


print("# a traceback holds the frame")
try:
    failing()
except ValueError:
    print("handling")
print("handled")


def generate():
    held = Noisy("in the generator")
    try:
        yield 1
    finally:
        print("finally")


print("# a generator that is dropped")
g = generate()
next(g)
del g
print("# a temporary")
Noisy("temporary")
print("# an argument")
print(type(Noisy("argument")).__name__)
print("# nested")
box = [[Noisy("deep")], Noisy("shallow")]
del box
print("# resurrection")
saved = []


class Back:
    def __del__(self):
        print("back")
        saved.append(self)


b = Back()
del b
print(len(saved))
saved.clear()
print(len(saved))
print("# a closure")


def outer():
    held = Noisy("cell")
    return lambda: held


f = outer()
del f
print("# end: globals die with the module")
last = Noisy("global")
