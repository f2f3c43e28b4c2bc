"""Random calls of every method of the builtin types, with random and hostile arguments.

`methods.py SEED COUNT` prints a line for each call: the call, the result, and the receiver afterwards where it can change.
"""

from _cases import BYTES, BYTEARRAYS, COMPLEXES, DICTS, FLOATS, HOSTILE, HUGE, INTS, ITERS, KINDS, LISTS, POOLS, RANGES, SETS, SLICES, SMALL, STRS, TUPLES, VIEWS, VIEWSETS
from _cases import arguments, outcome, report, value

COMMON = '__eq__ __format__ __ge__ __gt__ __le__ __lt__ __ne__ __repr__ __str__'.split()
METHODS = {
    'int': (INTS, '__abs__ __add__ __and__ __bool__ __ceil__ __divmod__ __eq__ __float__ __floor__ __floordiv__ __format__ __getnewargs__ __index__ __int__ __invert__ __lshift__ __lt__ __mod__ __mul__ __ne__ __neg__ __or__ __pos__ __pow__ __radd__ __rand__ __rdivmod__ __rfloordiv__ __rlshift__ __rmod__ __rmul__ __ror__ __round__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __sub__ __truediv__ __trunc__ __xor__ as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes'.split()),
    'float': (FLOATS, '__abs__ __add__ __bool__ __ceil__ __divmod__ __eq__ __float__ __floor__ __floordiv__ __format__ __getformat__ __getnewargs__ __int__ __lt__ __mod__ __mul__ __ne__ __neg__ __pos__ __pow__ __radd__ __rdivmod__ __rfloordiv__ __rmod__ __rmul__ __round__ __rpow__ __rsub__ __rtruediv__ __sub__ __truediv__ __trunc__ as_integer_ratio conjugate fromhex hex imag is_integer real'.split()),
    'complex': (COMPLEXES, '__abs__ __add__ __bool__ __complex__ __eq__ __format__ __getnewargs__ __lt__ __mul__ __ne__ __neg__ __pos__ __pow__ __radd__ __rmul__ __rpow__ __rsub__ __rtruediv__ __sub__ __truediv__ conjugate imag real'.split()),
    'str': (STRS, '__add__ __contains__ __eq__ __format__ __getitem__ __getnewargs__ __iter__ __len__ __lt__ __mod__ __mul__ __ne__ __rmod__ __rmul__ capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill'.split()),
    'bytes': (BYTES, '__add__ __bytes__ __contains__ __eq__ __format__ __getitem__ __getnewargs__ __iter__ __len__ __lt__ __mod__ __mul__ __ne__ __rmod__ __rmul__ capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill'.split()),
    'bytearray': (BYTEARRAYS, '__add__ __alloc__ __contains__ __delitem__ __eq__ __format__ __getitem__ __iadd__ __imul__ __iter__ __len__ __lt__ __mod__ __mul__ __ne__ __rmod__ __rmul__ __setitem__ append capitalize center clear copy count decode endswith expandtabs extend find fromhex hex index insert isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition pop remove removeprefix removesuffix replace reverse rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill'.split()),
    'memoryview': (VIEWS, '__delitem__ __enter__ __eq__ __exit__ __format__ __getitem__ __iter__ __len__ __lt__ __ne__ __setitem__ c_contiguous cast contiguous f_contiguous format hex itemsize nbytes ndim obj readonly release shape strides suboffsets tobytes tolist toreadonly'.split()),
    'list': (LISTS, '__add__ __contains__ __delitem__ __eq__ __format__ __getitem__ __iadd__ __imul__ __iter__ __len__ __lt__ __mul__ __ne__ __reversed__ __rmul__ __setitem__ append clear copy count extend index insert pop remove reverse sort'.split()),
    'tuple': (TUPLES, '__add__ __contains__ __eq__ __format__ __getitem__ __getnewargs__ __iter__ __len__ __lt__ __mul__ __ne__ __rmul__ count index'.split()),
    'dict': (DICTS, '__contains__ __delitem__ __eq__ __format__ __getitem__ __ior__ __iter__ __len__ __lt__ __ne__ __or__ __reversed__ __ror__ __setitem__ clear copy fromkeys get items keys pop popitem setdefault update values'.split()),
    'set': (SETS, '__and__ __contains__ __eq__ __format__ __iand__ __ior__ __isub__ __iter__ __ixor__ __len__ __lt__ __ne__ __or__ __rand__ __ror__ __rsub__ __rxor__ __sub__ __xor__ add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update'.split()),
    'range': (RANGES, '__bool__ __contains__ __eq__ __format__ __getitem__ __iter__ __len__ __lt__ __ne__ __reversed__ count index start step stop'.split()),
    'slice': (SLICES, '__eq__ __format__ __lt__ __ne__ indices start step stop'.split()),
    'viewset': (VIEWSETS, '__and__ __contains__ __iter__ __len__ __or__ __rand__ __reversed__ __ror__ __rsub__ __rxor__ __sub__ __xor__ isdisjoint mapping'.split()),
    'iter': (ITERS, '__iter__ __length_hint__ __next__ __setstate__'.split()),
}

# What kinds of arguments a method sees most often.
LIKELY = {
    'int': ['int', 'int', 'float'], 'float': ['float', 'int'], 'complex': ['complex', 'float', 'int'], 'str': ['str', 'str', 'small'], 'bytes': ['bytes', 'bytearray', 'small', 'memoryview'],
    'bytearray': ['bytes', 'bytearray', 'small', 'memoryview'], 'memoryview': ['small', 'slice', 'memoryview', 'str', 'bytes'], 'list': ['list', 'small', 'slice', 'int'], 'tuple': ['tuple', 'small', 'slice', 'int'],
    'dict': ['dict', 'str', 'small', 'list'], 'set': ['set', 'small', 'list', 'viewset'], 'range': ['range', 'small', 'slice', 'int'], 'slice': ['slice', 'int', 'hostile'],
    'viewset': ['viewset', 'set', 'list', 'str'], 'iter': ['small'],
}
POOLS['small'] = SMALL
POOLS['huge'] = HUGE
KEYWORDS = ['key', 'reverse', 'sep', 'maxsplit', 'encoding', 'errors', 'keepends', 'tabsize', 'length', 'byteorder', 'signed', 'bytes_per_sep', 'old', 'count', 'default', 'x', 'format', 'shape', 'order', 'delete']


def case(random):
    kind = random.pick(list(METHODS))
    pool, names = METHODS[kind]
    receiver = random.pick(pool)
    name = random.pick(names)
    count = random.pick([0, 1, 1, 1, 1, 2, 2, 2, 3, 4])
    given = []
    for _ in range(count):
        choice = random.below(10)
        if choice < 7:
            given.append(value(random, LIKELY[kind]))
        elif choice < 8:
            given.append(value(random, ['huge', 'hostile']))
        else:
            given.append(value(random))
    if random.chance(12):
        given.append(f'{random.pick(KEYWORDS)}={value(random)}')
    if random.chance(60):
        given.append('**{"a": 1}')
    call = f'v.{name}({", ".join(given)})'
    if name in ('__imul__', '__mul__', '__rmul__') or kind == 'int' and name in ('__lshift__', '__rlshift__', '__pow__', '__rpow__'):
        if any(word in call for word in ('2**3', '0x1', '2**53', '10**16', '65', '12345', '**2', '**1', '**4', '**5', '**6', '**3')) and '2**62' not in call and '2**63' not in call:
            return None
        if kind == 'int' and name in ('__pow__', '__rpow__', '__lshift__', '__rlshift__'):
            return None
    if '(10**30)' in receiver and name in ('count', 'index', '__contains__'):
        return None
    if 'range(10**30)' in call and kind not in ('range', 'slice', 'float', 'complex', 'memoryview', 'iter'):
        return None
    if kind in ('list', 'bytearray', 'dict', 'set'):
        return f'(lambda v: ({call}, v))({receiver})'
    return f'(lambda v: {call})({receiver})'


def main():
    random, count = arguments()
    while count:
        source = case(random)
        if source is None:
            continue
        count -= 1
        report(source, outcome(source))


main()
