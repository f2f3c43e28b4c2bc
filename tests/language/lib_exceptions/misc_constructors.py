# StopIteration, SystemExit, KeyError, ImportError, NameError, AttributeError: constructors and fields.
print(StopIteration().value, StopIteration(1).value, StopIteration(1, 2).value, StopIteration(1, 2).args, StopAsyncIteration(5).args)
e = StopIteration(1); e.value = 'new'; print(e.value, e.args)
print(SystemExit().code, SystemExit(3).code, SystemExit('a', 'b').code, repr(SystemExit(None)))
e = SystemExit(1); e.code = 5; print(e.code, e.args)
print(str(KeyError('a')), str(KeyError()), str(KeyError('a', 'b')), str(KeyError(1)), repr(KeyError('a')), str(KeyError('a\nb')))
print(str(IndexError('a')), str(LookupError('a', 1)))
e = ImportError('msg', name='n', path='p', name_from='f')
print(e, e.name, e.path, e.name_from, e.msg, e.args, repr(e))
print(ImportError().msg, ImportError('a', 'b').msg, ImportError('a', 'b'), ModuleNotFoundError('x', name='y').name)
e = NameError('m', name='n'); print(e, e.name, NameError().name)
e = AttributeError('m', name='n', obj=5); print(e, e.name, e.obj, AttributeError().obj)
for make in (lambda: ImportError('a', foo=1), lambda: NameError('a', foo=1), lambda: AttributeError(foo=1), lambda: ValueError(foo=1), lambda: KeyError(x=1),
             lambda: StopIteration(value=1), lambda: SystemExit(code=1), lambda: BaseException(a=1), lambda: ImportError(msg='a')):
    try:
        make()
    except TypeError as err:
        print(err)
try:
    undefined_name
except NameError as e:
    print(e.name, e.args)
def f():
    local
    local = 1
try:
    f()
except UnboundLocalError as e:
    print(e.name, e)
try:
    (5).missing
except AttributeError as e:
    print(e.name, e.obj, e)
try:
    import no_such_module.sub
except ImportError as e:
    print(type(e).__name__, e.name, e.path, e)
try:
    from sys import no_such_name
except ImportError as e:
    print(type(e).__name__, e.name, e.path, e.name_from, e)
class E(Exception): pass
print(repr(E()), repr(E(1)), repr(E(1, 'a')), str(E()), str(E((1, 2))), repr(E((1,))), E('a').args)
class S(Exception):
    def __str__(self): return 'custom'
print(S(1), repr(S(1)))
class I(Exception):
    def __init__(self, a, b): self.a = a
print(repr(I(1, 2)), I(1, 2).args, str(I(1, b=2)))
e = Exception(1)
e.args = [4, 5]
print(e.args, e)
try:
    e.args = 5
except TypeError as err:
    print(err)
try:
    del e.args
except TypeError as err:
    print(err)
print(MemoryError('a'), RecursionError(), AssertionError(5), repr(NotImplementedError('x')), Exception(1).__reduce__(), Exception.__doc__ is not None)
