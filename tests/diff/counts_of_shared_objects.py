"""Nothing is immortal.

In CPython 3.13 the counts of `None`, of the small ints and of interned strings are frozen at a large number. Here they are true: another
reference is one more.
"""

import sys

before = sys.getrefcount(None)
holders = [None] * 100
print(sys.getrefcount(None) - before)
