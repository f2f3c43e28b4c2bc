# Containers compare item by item, and identity counts as equality.
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0], [] < [0], [2] > [1, 9], [1] == [1.0], [1, [2]] == [1, [2]], (1, 2) <= (1, 2), 'a' < 'b' < 'ba', b'a' < b'b', 'Z' < 'a', '\uffff' < '\U00010000')
print({1: 2} == {1: 2.0}, {1: 2} == {2: 1}, {1, 2} < {1, 2, 3}, {1} <= {1}, {1} < {2}, {1} > set(), frozenset([1]) == {1}, {1: 2}.keys() == {1}, {1: 2}.items() == {(1, 2)}, {1: 2}.values() == {1: 2}.values())
print(range(0) == range(5, 5), range(0, 10, 3) == range(0, 12, 3), range(3) == [0, 1, 2], b'a' == bytearray(b'a'), b'a' == 'a', memoryview(b'a') == b'a', slice(1, 2) == slice(1, 2), slice(1) < slice(2))
class Odd:
    def __eq__(self, other): print('eq', other); return False
odd = Odd()
print(odd in [odd], [odd] == [odd], odd in [1, 2], (odd, 1) == (odd, 2), {1: odd} == {1: odd})
class Same:
    def __eq__(self, other): return True
    def __ne__(self, other): return True
print(Same() == 1, 1 == Same(), Same() != 1, [Same()] == [1], [Same()] != [1], Same() in [5], [5].count(Same()), [1, 2].index(Same()))
