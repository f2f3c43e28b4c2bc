def f(a, *rest, k=1):
    return a

def caller():
    return f(1, a=2)

caller()
