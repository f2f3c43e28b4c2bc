# Causes and contexts in a row, one suppressed, a cycle.
def a():
    try:
        1 / 0
    except ZeroDivisionError:
        [][0]
def b():
    try:
        a()
    except IndexError as e:
        raise KeyError('b') from e
def c():
    try:
        b()
    except KeyError:
        raise ValueError('c') from None
def d():
    try:
        c()
    except ValueError as e:
        e.__context__.__context__ = e
        raise TypeError('d')
d()
