# Errors in a generator's close and in a weakref callback are ignored but shown.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): raise ValueError(self.n)
def g():
    try:
        yield
    finally:
        raise KeyError('in finally')
x = g(); next(x)
del x
def h():
    while True:
        try:
            yield
        except GeneratorExit:
            pass
y = h(); next(y); del y
D('one')
l = [D('two'), D('three')]
l.clear()
print('end')
