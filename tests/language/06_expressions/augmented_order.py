# Order of evaluation, told by a log.
def say(x, log=[]):
    print(x, end=' ')
    return x
class O:
    def __init__(self, n): self.__dict__['n'] = n
    def __getattr__(self, name): print(f'get {name}', end=' '); return 1
    def __setattr__(self, name, v): print(f'set {name}={v}', end=' ')
    def __getitem__(self, k): print(f'getitem {k}', end=' '); return 1
    def __setitem__(self, k, v): print(f'setitem {k}={v}', end=' ')
    def __delitem__(self, k): print(f'delitem {k}', end=' ')
    def __delattr__(self, k): print(f'delattr {k}', end=' ')
def o(name): print(f'obj {name}', end=' '); return O(name)
o('a')[say('k')] = say('v'); print()
o('a')[say('k')] += say('v') and 1; print()
o('a').x += say(2); print()
o('a').x = o('b').y = say('v'); print()
o('a')[say(1)], o('b')[say(2)] = say(3), say(4); print()
(o('a')[say(1)], *o('b')[say(2):say(3)]) = say('xyz'); print()
del o('a')[say('k')], o('b').attr; print()
print({say('k1'): say('v1'), **{say('k2'): say('v2')}})
print([say(1), *[say(2)], say(3)])
def f(*a, **k): print('call', a, k); return 0
f(say(1), *[say(2)], a=say(3), **{'b': say(4)})
say(1) < say(2) < say(0) < say(9); print()
(say(1) if say(0) else say(2)); print()
say(0) or say('') or say('last'); print()
x = [0, 1, 2]
i = 0
i, x[i] = 1, 'set'
print(x)
x[i], i = 'again', 2
print(x, i)
def deco(n): print('deco', n); return lambda f: (print('apply', n), f)[1]
@deco(1)
@deco(2)
def g(a=say('default'), *, b: say('annotation') = say('kwdefault')) -> say('ret'): pass
class K(*[say(object)], metaclass=say(type)): pass
print()
x = say('a') + say('b') * 2; print()
o('a')[say(1):say(2):say(3)] = say(4); print()
assert say(1), say('not evaluated')
print()
for o('t').x in say('ab'): pass
print()
with_ = lambda n: n
print(say(2) ** say(3) ** say(0), say(1)[say(0):] if say(0) else 'else')
