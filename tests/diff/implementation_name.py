"""The implementation has its own name.

`sys.implementation.name` is `minipy`; `sys.version_info` is that of the Python that is imitated.
"""

import sys

print(sys.implementation.name, sys.version_info[:2])
