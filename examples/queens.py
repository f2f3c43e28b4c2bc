"""N queens, three ways: a generator that backtracks, a set of bits, and symmetry.

Eight queens stand on a chess board so that none attacks another. The first way reads like the puzzle; the second packs the
attacked columns and diagonals into ints and is many times faster; the third asks which solutions are the same board turned.
"""


def solve(n):
    """Yield each solution as a tuple: the column of the queen of each row."""

    def place(row, columns):
        if row == n:
            yield columns
            return
        for column in range(n):
            if all(column != c and abs(column - c) != row - r for r, c in enumerate(columns)):
                yield from place(row + 1, columns + (column,))

    return place(0, ())


def count(n):
    """How many solutions there are. Bit i of an int stands for column i."""
    full = (1 << n) - 1

    def place(columns, left, right):
        if columns == full:
            return 1
        found = 0
        free = full & ~(columns | left | right)
        while free:
            bit = free & -free          # the lowest free column
            free ^= bit
            found += place(columns | bit, (left | bit) << 1, (right | bit) >> 1)
        return found

    return place(0, 0, 0)


def turns(solution):
    """The eight boards that are this one turned and mirrored."""
    n = len(solution)
    for _ in range(4):
        yield solution
        yield solution[::-1]
        turned = [0] * n
        for row, column in enumerate(solution):
            turned[column] = n - 1 - row
        solution = tuple(turned)


def draw(solution):
    n = len(solution)
    for column in solution:
        print("  ", " ".join("Q" if i == column else "." for i in range(n)))


print("The first board of eight:")
boards = solve(8)
draw(next(boards))
print("and", sum(1 for _ in boards), "more.")

different = {min(turns(board)) for board in solve(8)}
print("Apart from turning and mirroring there are", len(different), "boards:")
for board in sorted(different)[:3]:
    print("  ", board)

print(" n  solutions")
for n in range(1, 10):
    print(f"{n:2} {count(n):10}")

if any(count(n) != len(list(solve(n))) for n in range(1, 8)):
    raise AssertionError("the two ways disagree")
print("Both ways agree up to 7.")
