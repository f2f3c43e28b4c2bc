"""Random operators, comparisons, conversions and builtin functions over values of all builtin types."""

from _cases import KINDS, SMALL, arguments, outcome, report, value

OPERATORS = ['+', '-', '*', '/', '//', '%', '@', '&', '|', '^', '==', '!=', '<', '<=', '>', '>=', 'is', 'in', 'not in', 'and', 'or']
NEAR = {
    'int': ['int', 'float', 'complex'], 'float': ['int', 'float', 'complex'], 'complex': ['int', 'float', 'complex'], 'str': ['str', 'tuple'],
    'bytes': ['bytes', 'bytearray', 'tuple', 'memoryview'], 'bytearray': ['bytes', 'bytearray'], 'memoryview': ['memoryview', 'bytes'], 'list': ['list'], 'tuple': ['tuple'],
    'dict': ['dict', 'viewset'], 'set': ['set', 'viewset'], 'range': ['range'], 'slice': ['slice'], 'viewset': ['viewset', 'set'], 'iter': ['iter'],
    'hostile': ['hostile', 'int'], 'other': ['other'],
}
CALLS = ['int', 'float', 'complex', 'str', 'bytes', 'bytearray', 'memoryview', 'list', 'tuple', 'dict', 'set', 'frozenset', 'range', 'slice', 'bool', 'repr', 'ascii', 'abs', 'hash', 'len', 'sum',
         'min', 'max', 'sorted', 'reversed', 'enumerate', 'zip', 'map', 'filter', 'divmod', 'pow', 'round', 'bin', 'oct', 'hex', 'ord', 'chr', 'iter', 'next', 'any', 'all', 'format', 'callable',
         'int.from_bytes', 'float.fromhex', 'bytes.fromhex', 'str.maketrans', 'dict.fromkeys', 'bytes.maketrans', 'type', 'isinstance', 'str.join', 'str.format', '"{!r:>10}".format', 'print']
KEYS = ['key=lambda x: -x', 'reverse=True', 'default=3', 'base=16', 'base=1', 'start=5', 'encoding="utf-8"', 'errors="ignore"', 'strict=True', 'mod=7', 'imag=1', 'real=2', 'key=None', 'ndigits=2', 'ndigits=-2', 'x=1',
        'start=[]', 'start="a"', 'object=1', 'string=1', 'source=b"a"', 'sequence=1', 'iterable=()']


def dangerous(source):
    # Work without end, or memory that CPython would really take.
    big = any(word in source for word in ('2**3', '2**5', '10**16', '2**62', '2**64', '2**63', '10**2', '10**30', '2**100', '7**', '3**5', '2**200', '10**60', '1024', '10**400', '0x1', '65535', '65536', '0xd8', '12345', '1000', 'I('))
    if 'range(10**30)' in source or '-10**30, -' in source:
        if any(word in source for word in ('list', 'tuple', 'set', 'sum', 'sorted', 'min', 'max', 'any', 'all', 'dict', 'zip', 'map', 'filter', 'bytes', 'bytearray', 'join', 'in ', 'enumerate', '/', 'next', 'format')):
            return True
    if '**' in source and 'pow' in source:
        return True
    if 'memoryview' in source and '10**' in source:
        return False
    if big and any(word in source for word in (' * ', 'bytes(', 'bytearray(', 'pow(', 'range(', '<<', 'round')):
        return not any(word in source for word in ('2**62', '2**63', '10**30', '[', '{'))
    return False


def case(random):
    choice = random.below(10)
    if choice < 5:
        kind = random.pick(KINDS)
        left = value(random, [kind])
        right = value(random, NEAR[kind] if random.below(3) else KINDS)
        if random.chance(2):
            left, right = right, left
        return f'{left} {random.pick(OPERATORS)} {right}'
    if choice < 6:
        return f'{random.pick(["-", "+", "~", "not "])}({value(random)})'
    if choice < 7:
        return f'({value(random)})[{value(random, ["int", "slice", "hostile", "str", "tuple"])}]'
    name = random.pick(CALLS)
    given = [value(random) for _ in range(random.pick([0, 1, 1, 1, 1, 1, 2, 2, 3, 4]))]
    if random.chance(5):
        given.append(random.pick(KEYS))
    return f'{name}({", ".join(given)})'


def main():
    random, count = arguments()
    while count:
        source = case(random)
        if dangerous(source):
            continue
        count -= 1
        report(source, outcome(source))


main()
