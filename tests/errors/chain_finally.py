# An error in finally and in else.
def f():
    try:
        try:
            raise KeyError('first')
        finally:
            undefined
    except NameError:
        try:
            pass
        except OSError:
            pass
        else:
            raise ValueError('in else')
f()
