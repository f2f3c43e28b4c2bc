"""Sorting: the built-in with and without keys, and two sorts written out."""


def random(n, state=42):
    for _ in range(n):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        yield state >> 8


def quick(items):
    if len(items) < 2:
        return items
    pivot = items[len(items) // 2]
    return quick([i for i in items if i < pivot]) + [i for i in items if i == pivot] + quick([i for i in items if i > pivot])


def heap(items):
    def sink(start, end):
        while (child := 2 * start + 1) < end:
            if child + 1 < end and items[child] < items[child + 1]:
                child += 1
            if items[start] >= items[child]:
                return
            items[start], items[child] = items[child], items[start]
            start = child

    for start in range(len(items) // 2 - 1, -1, -1):
        sink(start, len(items))
    for end in range(len(items) - 1, 0, -1):
        items[0], items[end] = items[end], items[0]
        sink(0, end)
    return items


values = list(random(200000))
built_in = sorted(values)
print(sum(built_in[::1000]))
print(quick(values) == built_in)
print(heap(values[:60000]) == sorted(values[:60000]))
rows = [(value % 100, str(value)) for value in values]
print(sorted(rows, key=lambda row: (row[0], row[1]))[:2])
