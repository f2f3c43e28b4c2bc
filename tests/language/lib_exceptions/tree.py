# The exception tree as builtins show it.
import builtins
def show(cls, depth=0):
    print('  ' * depth + cls.__name__, cls.__module__)
    for sub in sorted((c for c in vars(builtins).values() if isinstance(c, type) and cls in c.__bases__), key=lambda c: c.__name__):
        show(sub, depth + 1)
show(BaseException)
print(IOError is OSError, EnvironmentError is OSError)
print(ExceptionGroup.__mro__)
