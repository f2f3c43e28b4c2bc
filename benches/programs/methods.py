"""Method calls: own, inherited, through super(), properties."""


class Shape:
    def __init__(self, size):
        self._size = size

    @property
    def size(self):
        return self._size

    def area(self):
        return self._size * self._size

    def grow(self, by):
        self._size += by
        return self


class Square(Shape):
    pass


class Round(Shape):
    def area(self):
        return super().area() * 3


def work(n):
    shapes = [Square(1), Round(2), Shape(3)]
    total = 0
    for i in range(n):
        for shape in shapes:
            shape.grow(1)
            total += shape.area() % 7 + shape.size
    return total


print(work(400000))
