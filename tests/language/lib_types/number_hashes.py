# Equal numbers have equal hashes; the values are CPython's.
import sys
print(sys.hash_info.width, sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.imag, sys.hash_info.algorithm)
for n in (0, 1, -1, -2, 2**61 - 2, 2**61 - 1, 2**61, -2**61, 2**64, 10**30, -10**30, True):
    print(n, hash(n))
for x in (0.0, -0.0, 1.0, 0.5, -0.5, 1.5, 0.1, 1e300, 5e-324, float('inf'), float('-inf'), 2.0**61, 1e22):
    print(x, hash(x))
print(hash(1j), hash(1 + 1j), hash(complex(0.5, -0.5)), hash(complex(-1, 0)), hash(complex(float('inf'), 0)), hash(10**22) == hash(1e22))
print(hash(()), hash((1,)), hash((1, 2, 3)), hash((1.0, 2, 3)), hash(((),)), hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2, 3])), hash(frozenset(range(100))), hash(range(0)), hash(range(5)), hash(range(0, 10, 3)), hash(slice(1, 2, 3)))
print(hash(''), hash('a'), hash('abc'), hash('\xe9'), hash('\u20ac'), hash('\U0001f600'), hash(b''), hash(b'abc'), hash('x' * 1000), hash(('a', 1)), hash(None) == hash(None), hash('abc') == hash(b'abc'))
