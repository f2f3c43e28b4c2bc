"""Generators: a pipeline, yield from, send."""


def numbers(n):
    for i in range(n):
        yield i


def squares(items):
    for item in items:
        yield item * item


def odd(items):
    return (item for item in items if item & 1)


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


def build(low, high):
    if low == high:
        return None
    middle = (low + high) // 2
    return Tree(build(low, middle), middle, build(middle + 1, high))


def mean():
    total = count = 0
    value = None
    while True:
        value = yield value
        total += value
        count += 1
        value = total // count


print(sum(odd(squares(numbers(2000000)))))
print(sum(build(0, 100000)))
running = mean()
next(running)
for i in range(1000000):
    last = running.send(i)
print(last)
