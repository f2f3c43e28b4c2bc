# Lists that are changed by the code that an operation on them runs.
class Eq:
    def __init__(self, do):
        self.do = do
    def __eq__(self, other):
        self.do()
        return False

def fresh():
    l = []
    l.extend([Eq(l.clear), 1, 2, 3])
    return l

l = fresh()
print(3 in l, l)
l = fresh()
try:
    l.index(3)
except ValueError:
    print("not in list", l)
l = fresh()
print(l.count(3), l)
l = fresh()
try:
    l.remove(3)
except ValueError as error:
    print(error, l)
l = fresh()
print(l == [0, 1, 2, 3], l)
l = fresh()
try:
    print(l < [0, 1, 2, 3])
except TypeError as error:
    print(error)
print(l)

class Del:
    def __init__(self, do):
        self.do = do
    def __del__(self):
        self.do()

l = []
l.append(Del(lambda: l.append("born in __del__")))
l[0] = "new"
print(l)
l = []
l.append(Del(lambda: l.append("born in __del__")))
del l[0]
print(l)
l = [1, 2]
l.append(Del(lambda: l.append("born in __del__")))
l.clear()
print(l)
l = [1, 2]
l.insert(1, Del(lambda: l.append("born in __del__")))
l[:] = [7, 8]
print(l)
l = [1, 2, 3, 4]
l[2] = Del(lambda: l.clear())
del l[::2]
print(l)
l = [1, 2, 3, 4]
l[1] = Del(lambda: l.clear())
l[1::2] = "xy"
print(l)
order = []
class Named:
    def __init__(self, name): self.name = name
    def __del__(self): order.append(self.name)
l = [Named(i) for i in range(5)]
l.clear()
print(order)
order.clear()
l = [Named(i) for i in range(5)]
del l
print(order)
order.clear()
l = [Named(i) for i in range(6)]
del l[1:5]
print(order)
order.clear()
l = [Named(i) for i in range(6)]
del l[::2]
print(order)
order.clear()
l *= 0
print(order)
order.clear()
t = tuple([Named(i) for i in range(4)])
del t
print(order)
order.clear()
l = [Named(0), Named(1)]
l.__init__("ab")
print(order, l)

class Index:
    def __init__(self, do, value):
        self.do, self.value = do, value
    def __index__(self):
        self.do()
        return self.value

l = [1, 2, 3]
try:
    l[Index(l.clear, 1)]
except IndexError as error:
    print(error)
l = [1, 2, 3]
try:
    l[Index(l.clear, 1)] = 5
except IndexError as error:
    print(error)
l = [1, 2, 3]
print(l[Index(l.clear, 0):3], l)
l = [1, 2, 3]
l[Index(l.clear, 1):3] = [7]
print(l)
l = [1, 2, 3]
del l[Index(l.clear, 0)::2]
print(l)
l = [1, 2, 3]
l.insert(Index(l.clear, 2), "x")
print(l)
l = [1, 2, 3]
try:
    l.pop(Index(l.clear, 0))
except IndexError as error:
    print(error)
l = [1, 2, 3]
print(l * Index(l.clear, 2), l)

def grow():
    for i in range(3):
        l.append("grown")
        yield i
l = [1]
l.extend(grow())
print(l)
l = [1, 2, 3]
def shrink():
    for i in range(3):
        l.pop()
        yield i
l.extend(shrink())
print(l)
l = [1, 2, 3]
l[0:2] = grow()
print(l)
l = [1, 2, 3]
for x in l:
    if len(l) < 8:
        l.append(x * 2)
print(l)
l = [1, 2, 3, 4, 5]
for x in l:
    l.remove(x)
print(l)
class Repr:
    def __repr__(self):
        l.clear()
        return "gone"
l = [1, Repr(), 3]
print(repr(l), l)
l = [1, 2, 3]
it = iter(l)
next(it)
l.clear()
print(list(it), next(it, "end"))
l.extend([1, 2, 3])
print(list(it))
