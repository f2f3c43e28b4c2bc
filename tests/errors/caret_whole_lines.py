# Where a whole line has no carets, and where it has.
import sys
def boom(): raise ValueError('boom')
def returned(): return boom()
def returned_twice(): return boom() + 1
def assigned():
    x = boom()
def assigned_attr():
    o = boom
    o.x = boom()
def two_targets():
    a = b = boom()
def alone():
    boom()
def annotated():
    x: int = boom()
def with_comment():
    boom()  # comment
def in_if():
    if boom(): pass
def in_while():
    while boom(): pass
def in_for():
    for x in boom(): pass
def in_with():
    with boom(): pass
def in_assert():
    assert boom()
def in_raise():
    raise boom()
def in_del():
    del boom()[0]
def yielded():
    yield boom()
def method():
    return [].append(boom())
def attribute():
    return returned.missing
def name():
    return missing_name
def star():
    return [*boom()]
def aug():
    x = 1
    x += boom()
def multi():
    return boom(

    )
def semis():
    x = 1; boom(); y = 2
def lam():
    return (lambda: boom())()
for f in (returned, returned_twice, assigned, assigned_attr, two_targets, alone, annotated, with_comment, in_if, in_while, in_for, in_with, in_assert, in_raise, in_del, lambda: list(yielded()), method, attribute, name, star, aug, multi, semis, lam):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
