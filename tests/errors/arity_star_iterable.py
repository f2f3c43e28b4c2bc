def f(*a): pass
f(*42)
