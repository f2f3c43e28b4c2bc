def f(*, x, y, z=0): pass
f(z=1)
