"""Matrices over exact fractions: a class with operators, and elimination that never rounds.

`Fraction` is written out here (a library has it too), since a matrix asks little of its numbers: add, multiply, divide, compare.
The Hilbert matrix at the end is the reason: with floats its inverse is lost in rounding, with fractions it is exact.
"""


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


class Fraction:
    __slots__ = ("top", "bottom")

    def __init__(self, top, bottom=1):
        if bottom == 0:
            raise ZeroDivisionError(f"{top}/0")
        sign = -1 if bottom < 0 else 1
        shared = gcd(abs(top), abs(bottom)) or 1
        self.top = sign * top // shared
        self.bottom = sign * bottom // shared

    @staticmethod
    def of(value):
        return value if isinstance(value, Fraction) else Fraction(value)

    def __add__(self, other):
        other = Fraction.of(other)
        return Fraction(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __neg__(self):
        return Fraction(-self.top, self.bottom)

    def __sub__(self, other):
        return self + -Fraction.of(other)

    def __mul__(self, other):
        other = Fraction.of(other)
        return Fraction(self.top * other.top, self.bottom * other.bottom)

    def __truediv__(self, other):
        other = Fraction.of(other)
        return Fraction(self.top * other.bottom, self.bottom * other.top)

    # int + Fraction finds no answer in int, so Python asks the right operand
    __radd__ = __add__
    __rmul__ = __mul__

    def __eq__(self, other):
        other = Fraction.of(other)
        return self.top == other.top and self.bottom == other.bottom

    def __hash__(self):
        return hash((self.top, self.bottom))

    def __bool__(self):
        return self.top != 0

    def __float__(self):
        return self.top / self.bottom

    def __repr__(self):
        return str(self.top) if self.bottom == 1 else f"{self.top}/{self.bottom}"


class Matrix:
    def __init__(self, rows):
        self.rows = [[Fraction.of(value) for value in row] for row in rows]

    @classmethod
    def build(cls, height, width, rule):
        return cls([rule(i, j) for j in range(width)] for i in range(height))

    @classmethod
    def unit(cls, n):
        return cls.build(n, n, lambda i, j: int(i == j))

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __getitem__(self, place):
        match place:
            case int(i), int(j):
                return self.rows[i][j]
            case int(i):
                return self.rows[i]
        raise TypeError(f"no such place: {place!r}")

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def __add__(self, other):
        return Matrix([a + b for a, b in zip(r, s, strict=True)] for r, s in zip(self.rows, other.rows, strict=True))

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"cannot multiply {self.shape} by {other.shape}")
        columns = list(zip(*other.rows))
        return Matrix([sum((a * b for a, b in zip(row, column)), Fraction(0)) for column in columns] for row in self.rows)

    def __pow__(self, n):
        """By squaring: as many products as n has bits."""
        result, square = Matrix.unit(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ square
            square = square @ square
            n >>= 1
        return result

    def transposed(self):
        return Matrix(zip(*self.rows))

    def reduced(self, width):
        """Gauss and Jordan's elimination over the first `width` columns: the rows, and the determinant of that part."""
        rows = [row[:] for row in self.rows]
        determinant = Fraction(1)
        for column in range(width):
            pivot = next((i for i in range(column, len(rows)) if rows[i][column]), None)
            if pivot is None:
                return rows, Fraction(0)
            if pivot != column:
                rows[pivot], rows[column] = rows[column], rows[pivot]
                determinant = -determinant
            head = rows[column][column]
            determinant *= head
            rows[column] = [value / head for value in rows[column]]
            for i, row in enumerate(rows):
                if i != column and row[column]:
                    factor = row[column]
                    rows[i] = [a - factor * b for a, b in zip(row, rows[column])]
        return rows, determinant

    def determinant(self):
        return self.reduced(len(self.rows))[1]

    def inverse(self):
        n = len(self.rows)
        wide = Matrix(row + unit for row, unit in zip(self.rows, Matrix.unit(n).rows))
        rows, determinant = wide.reduced(n)
        if not determinant:
            raise ZeroDivisionError("the matrix has no inverse")
        return Matrix(row[n:] for row in rows)

    def __str__(self):
        cells = [[repr(value) for value in row] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*cells)]
        return "\n".join("[" + "  ".join(cell.rjust(w) for cell, w in zip(row, widths)) + "]" for row in cells)


a = Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 4]])
print("a and its inverse:")
print(a)
print(a.inverse())
print("determinant:", a.determinant(), "; a @ inverse is the unit:", a @ a.inverse() == Matrix.unit(3))

print("\nFibonacci by powers of a matrix:")
f = Matrix([[1, 1], [1, 0]])
print("  ", [(f**n)[0, 1] for n in range(12)], "... number 200:", (f**200)[0, 1])

print("\nThe Hilbert matrix, where floats fail:")
h = Matrix.build(6, 6, lambda i, j: Fraction(1, i + j + 1))
print(h)
print("determinant:", h.determinant(), f"= {float(h.determinant()):.6e}")
print("inverse, exact:")
print(h.inverse())

for wrong in (lambda: a @ f, lambda: Matrix([[1, 2], [2, 4]]).inverse(), lambda: Fraction(1, 0), lambda: a["x"]):
    try:
        wrong()
    except (ValueError, ZeroDivisionError, TypeError) as error:
        print(f"{type(error).__name__}: {error}")
