# + and * of sequences, with counts of every kind.
print('ab' * 3, 3 * 'ab', 'ab' * 0, 'ab' * -1, [1] * 2, 2 * (1,), b'a' * 2, bytearray(b'ab') * 2, 'a' * True, [[]] * 2, '' * 2**62, [] * 2**62, b'' * 2**62)
x = [[]] * 2
x[0].append(1)
print(x, [1] + [2], (1,) + (2,), 'a' + 'b', b'a' + bytearray(b'b'), bytearray(b'a') + b'b', type(bytearray() + b''), type(b'' + bytearray()))
class Idx:
    def __index__(self): return 2
print('ab' * Idx(), Idx() * [1])
for text in ['"a" + 1', '1 + "a"', '[] + ()', '() + []', '"a" * 1.0', '1.5 * []', '"a" * "b"', '[] * []', 'b"a" + "a"', '"a" + b"a"', '"ab" * 2**63', '(1,) * 10**30', 'b"ab" * 2**62', '{} + {}', '{1} + {2}', 'None + 1', '"a" - "b"', '[] - []', 'range(2) + range(2)', 'range(2) * 2', '"a" + None', 'bytearray() + "a"', 'b"" + 1']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
