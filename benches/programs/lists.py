"""Lists: indexed reads and writes, slices, comprehensions, append and pop."""


def sieve(n):
    flags = [True] * n
    flags[0] = flags[1] = False
    i = 2
    while i * i < n:
        if flags[i]:
            for j in range(i * i, n, i):
                flags[j] = False
        i += 1
    return [i for i in range(n) if flags[i]]


def fannkuch(n):
    order = list(range(n))
    counts = [0] * n
    best = 0
    r = n
    while True:
        while r != 1:
            counts[r - 1] = r
            r -= 1
        perm = order[:]
        flips = 0
        while (first := perm[0]) != 0:
            perm[: first + 1] = perm[first::-1]
            flips += 1
        best = max(best, flips)
        while True:
            if r == n:
                return best
            head = order.pop(0)
            order.insert(r, head)
            counts[r] -= 1
            if counts[r] > 0:
                break
            r += 1


def stack(n):
    items = []
    total = 0
    for i in range(n):
        items.append(i)
        items.append(i + 1)
        total += items.pop()
    return total + len(items)


print(len(sieve(2000000)))
print(fannkuch(8))
print(stack(1000000))
