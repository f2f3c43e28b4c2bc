# assert and raise: values, messages, evaluation.
assert True
assert 1, 'unused'
assert (x := 5) == 5
for test in ('assert 0', 'assert 0, "text"', 'assert [], 5', 'assert None, (1, 2)', 'assert 1 > 2, f"{1 + 1}"', 'assert 0, None', 'assert 0, ValueError("v")', 'assert not 1, "a" "b"'):
    try: exec(test)
    except AssertionError as e: print(test, '->', repr(e), str(e), e.args)
try: assert 0, 1 / 0
except ZeroDivisionError as e: print('message evaluated', e)
class B:
    def __bool__(self): raise KeyError('bool')
try: assert B()
except KeyError as e: print(repr(e))
AssertionError_ = AssertionError
AssertionError = ValueError
try: assert 0
except AssertionError_ as e: print('the builtin', type(e).__name__)
def r(e, *c):
    try:
        if c: raise e from c[0]
        raise e
    except BaseException as x: return repr(x), repr(x.__cause__)
print(r(KeyError), r(KeyError(1)), r(KeyError, ValueError), r(KeyError, None), r(GeneratorExit), r(KeyboardInterrupt('k')))
class Meta(type):
    def __call__(cls, *a): print('called', a); return super().__call__(*a)
class E(Exception, metaclass=Meta): pass
print(r(E), r(E(1)))
