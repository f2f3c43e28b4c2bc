"""Lists compared item by item: kinds that are known to differ, NaN, and comparisons that change the lists."""
nan = float("nan")
lists = [[], [1], [1, 2], [1, "1"], ["1", 1], [1.0, 2], [nan], [True, 2], [2**70], [2**70, 1], ["a", "b"], [(1,)]]
for a in lists:
    print(a, [a == b for b in lists], [a != b for b in lists].count(True))
    print([value in a for value in (1, "1", 1.0, nan, float("nan"), 2**70, (1,))], a.count(1), a.count("a"))
for a, b in (([1, 2], [1, 3]), (["b"], ["a"]), ([1], [1, 0]), ([1], ["1"])):
    try:
        print(a < b, a <= b, a > b, a >= b)
    except TypeError as error:
        print(error)


class Grows:
    def __init__(self, owner):
        self.owner = owner

    def __eq__(self, other):
        self.owner.clear()
        return True


left = [1, 2]
left[1:] = [Grows(left), 3]
print(left == [1, 2, 3], left)
right = [1, 2]
left = [1, Grows(right), 3]
print(left == right, right, left != [1])
same = [nan, nan]
print(same == list(same), [float("nan")] == [float("nan")])
