# Tracebacks as objects: fields, chains, with_traceback, a tb_next that is set.
import sys
def f():
    1 / 0
def g():
    f()
def lines(tb):
    out = []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno, tb.tb_lasti > 0))
        tb = tb.tb_next
    return out
try:
    g()
except ZeroDivisionError as e:
    tb = e.__traceback__
    print(lines(tb), type(tb).__name__, sys.exc_info()[2] is tb)
    saved = e
print(saved.__traceback__ is tb, tb.tb_frame.f_code.co_name, tb.tb_next.tb_next.tb_next)
tb.tb_next = tb.tb_next.tb_next
print(lines(tb))
try:
    tb.tb_next.tb_next = tb
except ValueError as e:
    print(e)
for bad in (5, 'x'):
    try:
        tb.tb_next = bad
    except TypeError as e:
        print(e)
try:
    del tb.tb_next
except TypeError as e:
    print(e)
tb.tb_next = None
print(lines(tb))
e = ValueError('v').with_traceback(tb)
print(e.__traceback__ is tb)
try:
    raise e
except ValueError as e2:
    print(lines(e2.__traceback__)[1:], e2.__traceback__.tb_next is tb)
for bad in (5, None):
    try:
        ValueError().with_traceback(bad); print('fine')
    except TypeError as e:
        print(e)
try:
    saved.__traceback__ = 5
except TypeError as e:
    print(e)
try:
    del saved.__traceback__
except TypeError as e:
    print(e)
saved.__traceback__ = None
print(saved.__traceback__)
T = type(tb)
new = T(None, sys._getframe(), 0, 42)
print(new.tb_lineno, new.tb_lasti, new.tb_next, new.tb_frame is sys._getframe())
for args in ((), (1, 2, 3, 4), (None, 5, 0, 1), (None, sys._getframe(), 'x', 1)):
    try:
        T(*args)
    except TypeError as e:
        print(e)
for name in ('tb_frame', 'tb_lasti', 'tb_lineno'):
    try:
        setattr(new, name, 1)
    except AttributeError as e:
        print(e)
print([n for n in dir(tb) if not n.startswith('__')])
def rec(n):
    if n: rec(n - 1)
    else: raise KeyError
try:
    rec(3)
except KeyError as e:
    print(len(lines(e.__traceback__)))
def reraiser():
    try:
        f()
    except ZeroDivisionError:
        raise
try:
    reraiser()
except ZeroDivisionError as e:
    print(lines(e.__traceback__))
