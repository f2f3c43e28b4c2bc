# ExceptionGroup: constructors, split, subgroup, derive, nesting.
eg = ExceptionGroup('top', [ValueError(1), TypeError('t'), ExceptionGroup('nested', [KeyError('k'), ValueError(2)])])
print(repr(eg), str(eg), eg.message, eg.exceptions)
print(eg.split(ValueError))
print(eg.subgroup(KeyError), eg.subgroup(OSError))
print(eg.split((KeyError, TypeError)))
print(eg.split(lambda e: isinstance(e, ValueError) and e.args[0] == 2))
print(eg.subgroup(lambda e: isinstance(e, ExceptionGroup)) is eg)
print(eg.split(ExceptionGroup)[0] is eg, eg.split(Exception))
for args in ((), ('a',), ('a', []), ('a', 5), ('a', [5]), ('a', [ValueError]), (5, [ValueError()]), ('a', [ValueError()], 1), ('a', [BaseException()])):
    try:
        ExceptionGroup(*args)
        print('fine')
    except Exception as e:
        print(type(e).__name__, e)
print(type(BaseExceptionGroup('a', [ValueError()])), type(BaseExceptionGroup('a', [KeyboardInterrupt()])))
print(isinstance(eg, Exception), BaseExceptionGroup.__mro__)
for bad in (5, 'x', object, (ValueError, 5), None):
    try:
        eg.split(bad)
    except TypeError as e:
        print(e)
class My(ExceptionGroup):
    def derive(self, excs): return My(self.message + '!', excs)
m = My('mine', [ValueError(1), KeyError(2)])
m.add_note('a note')
m.__cause__ = OSError('cause')
a, b = m.split(ValueError)
print(repr(a), repr(b), a.__notes__, a.__cause__, a.__notes__ is m.__notes__)
class Plain(ExceptionGroup): pass
print(repr(Plain('p', [ValueError(1), KeyError(2)]).split(ValueError)[0]))
class BadDerive(ExceptionGroup):
    def derive(self, excs): return 42
try:
    BadDerive('b', [ValueError(1), KeyError(2)]).split(ValueError)
except TypeError as e:
    print(e)
class N(ExceptionGroup):
    def __new__(cls, errors): return super().__new__(cls, f'{len(errors)} errors', errors)
    def derive(self, excs): return N(excs)
print(repr(N([ValueError(1), KeyError(2)]).split(ValueError)))
print(ExceptionGroup[int] if hasattr(ExceptionGroup, '__class_getitem__') else 'no')
class Only(ExceptionGroup, ValueError): pass
print(Only('x', [KeyError()]))
try:
    class Bad(BaseExceptionGroup, ValueError): pass
    Bad('x', [KeyboardInterrupt()])
except TypeError as e:
    print(e)
eg = ExceptionGroup('t', (ValueError(),))
for name in ('message', 'exceptions'):
    try:
        setattr(eg, name, 1)
    except AttributeError as e:
        print(e)
