# in asks __contains__, then iterates, then indexes.
print(1 in [1], 2 not in (1,), 'a' in 'abc', '' in '', 'ac' in 'abc', b'a' in b'abc', 97 in b'abc', 1 in {1: 2}, 2 in {1: 2}.values(), (1, 2) in {1: 2}.items(), 3 in range(5), 3.0 in range(5), 2.5 in range(5), 'a' in range(3))
class Contains:
    def __contains__(self, item): print('contains', item); return 'yes' if item else ''
class Iterates:
    def __iter__(self): print('iter'); yield 1; yield 2
class Indexes:
    def __getitem__(self, i):
        print('getitem', i)
        if i > 2: raise IndexError
        return i
class Nothing: pass
class Refuses:
    __contains__ = None
    def __iter__(self): return iter([1])
print(1 in Contains(), 0 in Contains(), 2 in Iterates(), 5 in Iterates(), 1 in Indexes(), 7 in Indexes())
for text in ['1 in Nothing()', '1 in Refuses()', '1 in 5', '1 in None', '1 in "a"', '"a" in b"a"', '300 in b"a"', '[] in {}', '[] in {1}', '{1} in {frozenset([1])}', '{} in {frozenset([1])}', '1 in len']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
