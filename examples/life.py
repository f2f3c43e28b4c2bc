"""Conway's Life on an endless board: the living cells are a set of coordinates.

A cell with three living neighbours is alive in the next generation; one with two stays as it is; all others are dead. Counting
neighbours *from the living cells* visits only what can change, so the board needs no edge.
"""

GLIDER = """
.O.
..O
OOO
"""

BLINKER = """
...
OOO
...
"""

R_PENTOMINO = """
.OO
OO.
.O.
"""

GUN = """
........................O...........
......................O.O...........
............OO......OO............OO
...........O...O....OO............OO
OO........O.....O...OO..............
OO........O...O.OO....O.O...........
..........O.....O.......O...........
...........O...O....................
............OO......................
"""


def parse(picture):
    """The coordinates of the Os of a picture, as (x, y)."""
    return {
        (x, y)
        for y, line in enumerate(picture.strip().splitlines())
        for x, mark in enumerate(line)
        if mark == "O"
    }


def neighbours(cell):
    x, y = cell
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            if dx or dy:
                yield x + dx, y + dy


def step(alive):
    counts = {}
    for cell in alive:
        for near in neighbours(cell):
            counts[near] = counts.get(near, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or (n == 2 and cell in alive)}


def after(alive, generations):
    for _ in range(generations):
        alive = step(alive)
    return alive


def show(alive, width, height, x0=0, y0=0):
    for y in range(y0, y0 + height):
        print("   ", "".join("O" if (x, y) in alive else "." for x in range(x0, x0 + width)))


def box(alive):
    """The smallest rectangle around the living: x, y, width, height."""
    xs = [x for x, _ in alive]
    ys = [y for _, y in alive]
    return min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1


def period(alive, limit):
    """After how many steps a pattern comes back, or None."""
    start = alive
    for n in range(1, limit + 1):
        alive = step(alive)
        if alive == start:
            return n
    return None


def main():
    print("A glider moves one cell down and right every four generations:")
    glider = parse(GLIDER)
    for generation in range(5):
        print("  generation", generation)
        show(glider, 5, 5)
        glider = step(glider)
    moved = {(x + 1, y + 1) for x, y in parse(GLIDER)}
    print("  the same shape, moved:", after(parse(GLIDER), 4) == moved)

    print("A blinker comes back after", period(parse(BLINKER), 10), "generations.")

    print("Five cells that take long to settle (the R-pentomino):")
    alive = parse(R_PENTOMINO)
    for generation in range(0, 201, 25):
        x, y, width, height = box(alive)
        print(f"  generation {generation:3}: {len(alive):3} cells in a box of {width} x {height}")
        alive = after(alive, 25)

    print("Gosper's gun sends a glider every thirty generations:")
    gun = parse(GUN)
    start = len(gun)
    for shots in range(1, 4):
        gun = after(gun, 30)
        print(f"  after {30 * shots} generations: {(len(gun) - start) // 5} gliders under way")
    x, y, width, height = box(gun)
    show(gun, width, height, x, y)


main()
