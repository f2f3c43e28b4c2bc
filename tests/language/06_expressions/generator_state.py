# gi_frame, gi_running, gi_suspended, gi_yieldfrom, gi_code and names.
def g1():
    print('inside', me.gi_running, me.gi_suspended, me.gi_frame is not None)
    yield 1
    x = yield from g2()
    yield x

def g2():
    print('yieldfrom', me.gi_yieldfrom, me.gi_running)
    yield 2
    return 3

me = g1()
print(me.gi_running, me.gi_suspended, me.gi_yieldfrom, me.gi_frame.f_lineno)
print(next(me))
print(me.gi_running, me.gi_suspended, me.gi_yieldfrom, me.gi_frame.f_lineno)
print(next(me))
print(me.gi_yieldfrom.__name__, me.gi_frame.f_lineno, me.gi_frame.f_locals)
print(next(me))
print(me.gi_frame.f_locals)
print(list(me), me.gi_frame, me.gi_suspended, me.gi_code.co_name)
print(me.__name__, me.__qualname__)
me.__name__ = 'other'
me.__qualname__ = 'q.other'
print(me.__name__, repr(me).split(' at ')[0])
for name, value in (('__name__', 1), ('__qualname__', None)):
    try:
        setattr(me, name, value)
    except TypeError as e:
        print(e)
for name in ('gi_running', 'gi_frame', 'gi_code', 'gi_yieldfrom', 'gi_suspended'):
    try:
        setattr(me, name, None)
    except AttributeError as e:
        print(e)

def again():
    try:
        next(me)
    except ValueError as e:
        print(e)
    yield
me = again()
next(me)
print(type(me), iter(me) is me)
try:
    type(me)()
except TypeError as e:
    print(e)
lam = (i for i in range(3))
print(lam.__name__, lam.__qualname__, lam.gi_code.co_varnames)
