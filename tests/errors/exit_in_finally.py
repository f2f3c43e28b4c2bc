# sys.exit passes finally and with.
import sys
class M:
    def __enter__(self): pass
    def __exit__(self, t, v, tb): print('exit', t.__name__, v)
try:
    with M():
        sys.exit(3)
finally:
    print('finally')
