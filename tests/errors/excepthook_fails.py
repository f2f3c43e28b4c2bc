# A hook that fails: both tracebacks.
import sys
def hook(*a):
    [][0]
sys.excepthook = hook
1 / 0
