# Statements of many lines: the first, the last, and those around the anchors.
import sys
def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
def f(*a): return a[9]
def one():
    return f(
        1,
        2,
        3,
        4,
        5,
    )
def two():
    x = (
        1 +
        2 +
        3 +
        'a'
    )
def three():
    return (1
            + 2
            + f(
                1,
                2))
def four():
    return [
        1,
        2,
        {}['k'],
        4,
    ]
def five():
    return """
text
""" + 5
def six():
    f(1,
      2)[0]
def seven():
    return {
        'a': 1,

        'b': f(1,
               # comment
               2),
    }
def eight():
    return f(1, \
        2)
def nine():
    if (1 and
            f(2)):
        pass
for g in (one, two, three, four, five, six, seven, eight, nine):
    show(g)
