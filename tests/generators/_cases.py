"""What the generators share: a small random source, pools of values as source text, and the text of an outcome.

Only what minipy has is used here, so that the same file runs on both interpreters.
"""

import sys


class Random:
    """A linear-congruential generator: the same numbers on every interpreter."""

    def __init__(self, seed):
        self.state = seed * 2862933555777941757 + 3037000493 & (1 << 64) - 1

    def below(self, n):
        self.state = self.state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
        return (self.state >> 33) % n

    def pick(self, items):
        return items[self.below(len(items))]

    def chance(self, n):
        return self.below(n) == 0


def arguments():
    """(random source, number of cases) from `GENERATOR.py SEED COUNT`."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    return Random(seed), count


# --- hostile classes -------------------------------------------------------

class Idx:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n

    def __repr__(self):
        return f'Idx({self.n!r})'


class BadIdx:
    def __index__(self):
        raise KeyError('index')


class Len:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i


class Iter:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        return iter(self.items)


class BadIter:
    def __iter__(self):
        return 5


class RaiseIter:
    def __iter__(self):
        yield 1
        raise RuntimeError('iter')


class Hint:
    def __init__(self, hint):
        self.hint = hint
        self.left = 3

    def __iter__(self):
        return self

    def __next__(self):
        self.left -= 1
        if self.left < 0:
            raise StopIteration
        return self.left

    def __length_hint__(self):
        return self.hint


class Eq:
    def __init__(self, answer):
        self.answer = answer

    def __eq__(self, other):
        return self.answer

    def __hash__(self):
        return 1

    def __repr__(self):
        return f'Eq({self.answer!r})'


class EqRaise:
    def __eq__(self, other):
        raise ValueError('eq')

    def __hash__(self):
        return 1

    def __repr__(self):
        return 'EqRaise()'


class HashBad:
    def __hash__(self):
        return 'x'

    def __repr__(self):
        return 'HashBad()'


class HashRaise:
    def __hash__(self):
        raise ValueError('hash')

    def __repr__(self):
        return 'HashRaise()'


class BoolBad:
    def __bool__(self):
        return 2


class BoolRaise:
    def __bool__(self):
        raise ValueError('bool')


class Keys:
    def keys(self):
        return ['a', 'b']

    def __getitem__(self, key):
        return key * 2


class Fmt:
    def __format__(self, spec):
        return f'<{spec}>'

    def __str__(self):
        return 'Fmt.str'

    def __repr__(self):
        return 'Fmt\u00e9'


class FmtBad:
    def __format__(self, spec):
        return 5

    def __str__(self):
        return 6

    def __repr__(self):
        return 7


class Num:
    def __int__(self):
        return 42

    def __float__(self):
        return 4.25

    def __complex__(self):
        return 1 + 2j

    def __repr__(self):
        return 'Num()'


class S(str):
    pass


class I(int):
    pass


class F(float):
    pass


class L(list):
    pass


class D(dict):
    def __missing__(self, key):
        return ('missing', key)


class T(tuple):
    pass


class B(bytes):
    pass


class Set(set):
    pass


class Lt:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __repr__(self):
        return f'Lt({self.n})'


# --- pools of source text --------------------------------------------------

SMALL = ['0', '1', '-1', '2', '3', '5', '7', '10', '-2', '-3', '100', 'True', 'False']
INTS = SMALL + ['255', '256', '257', '1000', '-1000', '12345', '65535', '65536', '2**30', '-2**30', '2**31', '2**32', '2**53', '2**53+1', '10**16',
                '2**62', '2**63-1', '2**63', '-2**63', '-2**63-1', '2**64-1', '2**64', '10**20', '10**22', '10**30', '-10**30', '2**100',
                '3**50', '-7**40', '2**200', '10**60', '(2**1024)', '(10**400)', '128', '127', '-128', '-129', '97', '0x10ffff', '0x110000', '0xd800']
HUGE = ['2**62', '2**63-1', '2**63', '-2**63', '-2**63-1', '10**30', '-10**30']
FLOATS = ['0.0', '-0.0', '1.0', '1.5', '-2.5', '0.5', '2.5', '1e16', '1e15', '9999999999999998.0', '1e-5', '0.0001', '1e22', '1e23', '1.7976931348623157e308', '5e-324', '2.2250738585072014e-308',
          "float('inf')", "float('-inf')", "float('nan')", '0.1', '-0.1', '1/3', '2/3', '123456.789', '2.0**53', '1e100', '1e-100', '12345678.9', '0.05', '0.15', '1.005', '99.5', '999999.5', '3.0', '-3.7', '255.0']
COMPLEXES = ['1j', '-1j', '0j', 'complex(0.0, -0.0)', 'complex(-0.0, 0.0)', '1+2j', '1.5-2.5j', "complex('inf')", "complex('nan+infj')", '1e100+1e-5j', '3+0j', '-2-0j', '(1e308+1e308j)', '0.1+0.2j']
STRS = ["''", "'a'", "'abc'", "'ABC'", "'Hello World'", "' \\t\\n x '", "'\\u00df'", "'\\ufb01'", "'\\u0130'", "'\\u01c6'", "'\\u03a3'", "'\\u0391\\u03a3'", "'\\x00'", "'\\x85'", "'a\\u2028b'",
        "'\\u65e5\\u672c'", "'\\U0001f600'", "'\\ud800'", "'\\uff11\\uff12'", "'\\xb2'", "'\\u2167'", "'%s'", "'{}'", "'{0}'", "'a,b,c'", "'aaa'", "'aabaa'", "'1_000'", "'0x10'", "' 12 '", "'-5'", "'1e5'", "'nan'",
        "'\\r\\n'", "'a\\nb\\r\\nc\\x0bd'", "'x\\ty'", "'it\\'s \"q\"'", "'\\xe9t\\xe9'", "'e\\u0301'", "'b'", "'c'", "','", "' '", "'ab'", "'bc'", "'Title Case Here'", "'def'", "'_a1'", "'\\xaa'", "'\\x7f\\xa0\\xad'",
        "'\\u0660\\u0661'", "'a'*50", "'\\u1e9e'", "'\\u0345x'", "'ascii'", "'utf-8'", "'ignore'", "'replace'", "'strict'", "'\\u2126'", "'\\ud83d\\ude00'", "'1'", "'0'", "'10'", "'+1'", "'1j'", "'\\u0e01\\u0e32'"]
BYTES = ["b''", "b'a'", "b'abc'", "b'\\x00\\xff'", "b'a,b,c'", "b'Ab cD'", "b' x\\n'", "b'aaa'", "b'aabaa'", "b','", "b'\\xe9'", "b'\\xf0\\x9f\\x98\\x80'", "b'12'", "b'a\\tb'", "b'it\\'s'", "b'\\n\\r\\n'", "b'ab'", "b'bc'", "b'\"'", "b'61 62'", "bytes(range(256))", "b'%s'", "b'\\xc3'"]
BYTEARRAYS = ["bytearray()", "bytearray(b'abc')", "bytearray(b'\\x00\\xff')", "bytearray(b'a,b')", "bytearray(b'aaa')", "bytearray(b'Ab cD')"]
VIEWS = ["memoryview(b'abc')", "memoryview(b'')", "memoryview(bytearray(b'abcdef'))", "memoryview(b'abcdefgh').cast('I')", "memoryview(b'abcdefgh').cast('d')", "memoryview(b'abcdef')[::2]", "memoryview(b'abcdef')[::-1]",
         "memoryview(b'abcdef').cast('B', (2,3))", "memoryview(b'abcd').cast('h')", "memoryview(bytearray(b'abcdefgh')).cast('c')", "memoryview(b'\\x00\\x01').cast('?')", "memoryview(b'abcdefgh').cast('q')"]
LISTS = ['[]', '[1]', '[1, 2, 3]', '[3, 1, 2]', "['a', 'b']", '[1.5, 2]', '[[1], [2]]', '[None]', '[1, 1, 1]', 'list(range(10))', "['b', 'a', 'c']", '[(1, 2), (0, 3)]', 'L([1, 2])', "[1, 'a']", '[0, 255]', '[Lt(2), Lt(1)]', "[float('nan'), 1]"]
TUPLES = ['()', '(1,)', '(1, 2)', '(1, 2, 3)', "('a', 'b')", '((1, 2), (3, 4))', '(None,)', 'T((1, 2))', "('a', 1)", '(0, 255)', '(1.0, 2)', "('abc', 'ABC')"]
DICTS = ['{}', '{1: 2}', "{'a': 1, 'b': 2}", "{'a': 1, 'c': 3}", '{1: 1, 2: 4, 3: 9}', "D(x=1)", "{97: 'b', 98: None}", "{(1, 2): 3}", "{97: 0x1f600, 98: ''}", '{None: None}', "{'abc': [1]}"]
SETS = ['set()', '{1}', '{1, 2, 3}', "{'a', 'b'}", 'frozenset()', 'frozenset([1, 2])', 'frozenset("abc")', '{3, 4, 5}', 'Set([1, 2])', '{frozenset([1])}', 'set(range(20))', '{1.0, 2.5, None}']
RANGES = ['range(0)', 'range(5)', 'range(1, 10, 3)', 'range(10, 0, -3)', 'range(-3, 4)', 'range(10**30)', 'range(10**30, 10**30+5)', 'range(0, -10**30, -10**29)', 'range(3, 3)', 'range(256)']
SLICES = ['slice(None)', 'slice(1, 2)', 'slice(1)', 'slice(None, None, -1)', 'slice(-3, None, 2)', 'slice(10**30, None, -1)', 'slice(0, 10**30, 10**30)', "slice('a', 'b')", 'slice(None, None, 0)', 'slice(5, 1, -2)', 'slice(Idx(1), Idx(3))', 'slice(-10**30, 10**30)']
VIEWSETS = ["{'a': 1, 'b': 2}.keys()", "{'a': 1}.values()", "{'a': 1, 'b': [2]}.items()", '{}.keys()', '{1: 2}.items()']
ITERS = ['iter([1, 2, 3])', "iter('ab')", 'iter(())', 'reversed([1, 2])', "enumerate('ab')", 'zip([1, 2], [3, 4])', 'map(str, [1, 2])', 'filter(None, [0, 1])', '(x for x in (1, 2))', "iter({'a': 1})", 'iter(range(3))', 'iter(b"ab")', 'iter({1})']
HOSTILE = ['Idx(2)', 'Idx(-1)', 'Idx("x")', 'Idx(10**30)', 'Idx(True)', 'BadIdx()', 'Len(3)', 'Len(-1)', 'Len(10**30)', 'Len("x")', 'Iter(1, 2)', 'Iter("a", "b")', 'Iter((1, 2), (3, 4))', 'BadIter()', 'RaiseIter()', 'Hint(10)', 'Hint(-1)', 'Hint("x")', 'Hint(2**62)',
           'Eq(True)', 'Eq(NotImplemented)', 'Eq([])', 'EqRaise()', 'HashBad()', 'HashRaise()', 'BoolBad()', 'BoolRaise()', 'Keys()', 'Num()', 'Lt(1)', 'Fmt()', 'FmtBad()']
OTHER = ['None', '...', 'NotImplemented', 'int', 'str', 'list', 'len', 'object', '(lambda x: x)', '(lambda: 1)', '(lambda *a: -1)', 'dict', 'set', 'str.upper', "S('abc')", 'I(5)', 'F(2.5)', "B(b'abc')", 'type', 'bool', 'bytes']

POOLS = {
    'int': INTS, 'float': FLOATS, 'complex': COMPLEXES, 'str': STRS, 'bytes': BYTES, 'bytearray': BYTEARRAYS, 'memoryview': VIEWS, 'list': LISTS,
    'tuple': TUPLES, 'dict': DICTS, 'set': SETS, 'range': RANGES, 'slice': SLICES, 'viewset': VIEWSETS, 'iter': ITERS, 'hostile': HOSTILE, 'other': OTHER,
}
KINDS = ['int', 'int', 'float', 'complex', 'str', 'str', 'bytes', 'bytearray', 'memoryview', 'list', 'tuple', 'dict', 'set', 'range', 'slice', 'viewset', 'iter', 'hostile', 'other']


def value(random, kinds=KINDS):
    """The source text of some value."""
    return random.pick(POOLS[random.pick(kinds)])


# --- outcomes --------------------------------------------------------------

def plain(text):
    """Without addresses, and not too long."""
    while ' at 0x' in text:
        head, _, tail = text.partition(' at 0x')
        at = 0
        while at < len(tail) and tail[at] in '0123456789abcdefABCDEF':
            at += 1
        text = head + ' at ADDRESS' + tail[at:]
    if len(text) > 1200:
        text = f'{text[:1000]}...{len(text)}'
    return ascii(text)


def shown(result):
    if type(result).__name__.endswith('iterator') or type(result) in (map, filter, zip, enumerate, reversed):
        items = []
        try:
            for item in result:
                items.append(item)
                if len(items) > 20:
                    break
        except Exception as error:
            items.append(failure(error))
        return f'{type(result).__name__} of {items!r}'
    return f'{type(result).__name__} {result!r}'


def failure(error):
    return f'{type(error).__name__}: {error}'


NAMES = {name: thing for name, thing in globals().items() if isinstance(thing, type)}


def outcome(source):
    """What evaluating an expression gives, as one line."""
    try:
        try:
            return plain(shown(eval(source, dict(NAMES))))
        except Exception as error:
            return plain(failure(error))
    except Exception as error:
        return plain('in the showing: ' + type(error).__name__)


def executed(source, name='v'):
    """What running statements leaves in a variable, as one line."""
    space = dict(NAMES)
    try:
        try:
            exec(source, space)
            done = ''
        except Exception as error:
            done = failure(error) + ' | '
        return plain(done + (shown(space[name]) if name in space else 'no variable'))
    except Exception as error:
        return plain('in the showing: ' + type(error).__name__)


def report(source, result):
    print(f'{source!a} => {result}')
