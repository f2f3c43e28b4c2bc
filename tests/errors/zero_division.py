def average(items):
    return sum(items) / len(items)


def report(rows):
    for row in rows:
        print(average(row))


report([[1, 2, 3], [4], []])
