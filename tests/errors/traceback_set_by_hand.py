# A traceback that was cut, joined, and given to another exception.
def f(): g()
def g(): h()
def h(): 1 / 0
try:
    f()
except ZeroDivisionError as e:
    tb = e.__traceback__
tb.tb_next = tb.tb_next.tb_next
try:
    raise ValueError('with another traceback').with_traceback(tb)
except ValueError as e:
    saved = e
saved.__traceback__ = saved.__traceback__.tb_next
raise saved
