# What an except* leaves, and what its handlers raise.
def f():
    try:
        raise ExceptionGroup('eg', [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError as e:
        raise KeyError('in handler')
    except* TypeError:
        1 / 0
f()
