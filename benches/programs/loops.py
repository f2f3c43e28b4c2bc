"""Nested loops over ranges, ints that grow: `looper(n)`."""


def looper(n):
    k = 0
    for i in range(n):
        for j in range(n):
            k += j
    return k


def countdown(n):
    steps = 0
    while n > 1:
        n = 3 * n + 1 if n & 1 else n >> 1
        steps += 1
    return steps


print(looper(2500))
print(max(countdown(n) for n in range(1, 20000)))
