# except*: which handler gets what, what is raised afterwards.
def run(exc, *handlers):
    try:
        try:
            raise exc
        except* ValueError as e:
            print('ValueError:', e.exceptions, type(e).__name__)
        except* (TypeError, KeyError) as e:
            print('TypeError/KeyError:', e.exceptions)
        else:
            print('else')
        finally:
            print('finally')
    except BaseException as e:
        print('out:', repr(e))
run(ExceptionGroup('a', [ValueError(1), TypeError(2), ValueError(3)]))
run(ExceptionGroup('a', [ValueError(1), OSError(2)]))
run(ValueError('naked'))
run(OSError('naked'))
run(ExceptionGroup('a', [ExceptionGroup('b', [ValueError(1), OSError(2)]), KeyError(3)]))
run(KeyboardInterrupt())
def raise_in_handler():
    try:
        raise ExceptionGroup('eg', [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError:
        raise KeyError('new')
    except* TypeError as e:
        raise
try:
    raise_in_handler()
except BaseExceptionGroup as e:
    print(repr(e), [repr(x.__context__) for x in e.exceptions])
def from_in_handler():
    try:
        raise ExceptionGroup('eg', [ValueError(1)])
    except* ValueError as e:
        raise KeyError('new') from e
try:
    from_in_handler()
except BaseException as e:
    print(repr(e), repr(e.__cause__))
try:
    try:
        raise ExceptionGroup('eg', [ValueError(1)])
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError
    except* 5:
        pass
except BaseException as e:
    print(repr(e))
for i in range(2):
    try:
        if i: raise ExceptionGroup('g', [ValueError(i)])
    except* ValueError as e:
        print(i, repr(e))
    else:
        print(i, 'nothing')
try:
    e
except NameError as n:
    print(n)
def nested():
    try:
        try:
            raise ExceptionGroup('x', [ValueError(1), TypeError(2)])
        except* ValueError:
            1 / 0
    except* ZeroDivisionError as z:
        print('zd', repr(z))
    except* TypeError as t:
        print('te', repr(t))
nested()
