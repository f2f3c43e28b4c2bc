"""Two loops, one inside the other: the program with which every look into the machine begins.

`minipy dis examples/looper.py` shows the inner loop as six instructions. Follow one round of it: FOR_ITER asks the range for its next
int, STORE_FAST binds `j`, LOAD_FAST_LOAD_FAST pushes `k` and `j`, BINARY_OP adds them into a new object, STORE_FAST drops the old
value of `k`, and JUMP_BACKWARD goes round. Everything that an interpreter is, is in there.
"""

import sys


def looper(n):
    k = 0
    for i in range(n):
        for j in range(n):
            k += j
    return k


def expected(n):
    """The same without loops: n times the sum of 0 .. n-1."""
    return n * (n * (n - 1) // 2)


def main(argv):
    sizes = [int(text) for text in argv[1:]] or [0, 1, 2, 3, 10, 50, 200, 400]
    print(f"{'n':>6} {'rounds':>10} {'looper(n)':>14}")
    for n in sizes:
        k = looper(n)
        if k != expected(n):
            raise AssertionError(f"looper({n}) gave {k}, not {expected(n)}")
        print(f"{n:>6} {n * n:>10,} {k:>14,}")

    # While n grows, k leaves the small ints (-5 .. 256, one shared object each) and becomes a new object on every addition.
    small = looper(5)
    print("looper(5) is a shared small int:", small is looper(5), small)
    big = looper(50)
    print("looper(50) is a new object:     ", big is not looper(50), big)


main(sys.argv)
