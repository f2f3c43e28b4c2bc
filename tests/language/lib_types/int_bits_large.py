"""Bit operations on ints of several words, of both signs."""
values = [0, 1, -1, 2**63, -(2**63), 2**64 - 1, 2**64, -(2**64), 7**118, -(7**118), 3**205, 2**512 - 1, 2**512, -(2**700) + 5, 3**1000]
check = 0
for a in values:
    for b in values:
        # Each law must hold for any pair.
        assert (a & b) + (a | b) == a + b, (a, b)
        assert (a ^ b) == (a | b) - (a & b), (a, b)
        assert ~(a & b) == ~a | ~b, (a, b)
        check = (check * 31 + (a & b) + 3 * (a | b) + 7 * (a ^ b)) % (10**18 + 9)
print(check)
for a in values:
    assert ~a == -a - 1
    print(a.bit_length(), a.bit_count(), (~a).bit_length(), hash(a ^ (a >> 1)))
print((2**64 - 1) ^ (2**64 - 1), (2**64) & (2**63), (2**64 + 1) ^ 2**64, 2**63 | 1)
