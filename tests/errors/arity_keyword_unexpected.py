def f(alpha, beta): pass
f(1, betta=2)
