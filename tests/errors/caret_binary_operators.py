# Operators of one and two characters, nested, in brackets, over lines.
def show(f):
    import sys
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
a, b, s = 1, 0, 'x'
show(lambda: a + s)
show(lambda: (a) // (b))
show(lambda: a ** s)
show(lambda: a << s)
show(lambda: a + b * s / a)
show(lambda: (a + b) - s)
show(lambda: -(a / b))
show(lambda: (a +
              s))
show(lambda: (
    a
    /  # a comment with / in it
    b
))
show(lambda: a   @   s)
show(lambda: ((a))/((b)))
show(lambda: "a/b" + a)
show(lambda: a / b if a else b)
show(lambda: [a / b for _ in 'x'])
a += s
