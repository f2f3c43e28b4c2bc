# Recursion: repeated lines are counted.
import sys
sys.setrecursionlimit(60)
def f(n):
    if n == 0:
        1 / 0
    f(n - 1)
def a(n):
    b(n)
def b(n):
    a(n + 1)
def show(f, *args):
    try:
        f(*args)
    except Exception:
        sys.excepthook(*sys.exc_info())
for n in (1, 2, 3, 4, 5, 20):
    show(f, n)
show(a, 0)
def r(): return r()
r()
