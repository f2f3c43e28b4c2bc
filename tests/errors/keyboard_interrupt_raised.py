# A KeyboardInterrupt that nobody catches.
def f():
    raise KeyboardInterrupt('by hand')
f()
