"""Dicts and sets: counting, grouping, look-ups with ints and strs."""


def count(n):
    counts = {}
    for i in range(n):
        key = i * 7919 % 1013
        counts[key] = counts.get(key, 0) + 1
    return sum(counts.values())


def names(n):
    keys = [f"name{i}" for i in range(500)]
    table = {key: i for i, key in enumerate(keys)}
    total = 0
    for _ in range(n):
        for key in keys:
            total += table[key]
            if key in table:
                table[key] = total & 1023
    return total


def sets(n):
    seen = set()
    for i in range(n):
        seen.add(i * i % 100003)
    return len(seen), len(seen & set(range(50000)))


print(count(2000000))
print(names(2000))
print(sets(1000000))
