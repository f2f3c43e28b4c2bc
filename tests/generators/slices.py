"""Random subscripts of sequences: read, assigned, deleted, and in-place operators on them."""

from _cases import arguments, executed, outcome, report, value

RECEIVERS = ['[]', '[1]', '[1, 2, 3]', 'list(range(10))', 'bytearray()', 'bytearray(b"abc")', 'bytearray(range(10))', 'L([1, 2, 3, 4])', '"abcdefghij"', '"h\\u00e9\\u20ac\\U0001f600"', '"h\\u20ac"', 'b"abcdefghij"', 'tuple(range(10))', '()', 'range(10)',
             'range(3, -20, -4)', 'range(10**30)', 'range(10**30, -10**30, -10**29)', 'memoryview(bytearray(range(10)))', 'memoryview(bytearray(16)).cast("I")', '""', '"x"']
BOUNDS = ['', '', '', '0', '1', '2', '-1', '-2', '3', '5', '-5', '10', '-10', '11', '-11', '100', '10**30', '-10**30', '2**63-1', '-2**63', 'None', 'True', 'Idx(2)', 'Idx(-1)', '1.5', '"a"', 'BadIdx()']
STEPS = ['', '', '', '1', '2', '-1', '-2', '3', '-3', '0', '10**30', '-10**30', '2**63-1', '-2**63', 'None', 'Idx(2)', '"a"']
VALUES = ['[]', '[7]', '[7, 8, 9]', 'range(5)', 'v', 'b"xyz"', 'b""', 'bytearray(b"qq")', '"xy"', '5', 'None', '(x for x in (1, 2))', 'iter(v)', 'v[:2]', 'Iter(1, 2)', 'RaiseIter()', 'BadIter()', 'Hint(10)', 'memoryview(b"xyz")', '{1: 2}', '[300]', '[-1]', '["a"]', 'Len(3)', 'memoryview(v)']


def key(random):
    choice = random.below(6)
    if choice == 0:
        return random.pick(BOUNDS) or '0'
    if choice == 1:
        return f'{random.pick(BOUNDS)}:{random.pick(BOUNDS)}'
    return f'{random.pick(BOUNDS)}:{random.pick(BOUNDS)}:{random.pick(STEPS)}'


def case(random):
    receiver = random.pick(RECEIVERS)
    choice = random.below(8)
    where = key(random)
    if choice < 3:
        return f'v = {receiver}; v = v[{where}]'
    if choice < 6:
        return f'v = {receiver}; v[{where}] = {random.pick(VALUES) if random.below(6) else value(random)}'
    if choice == 6:
        return f'v = {receiver}; del v[{where}]'
    return f'v = {receiver}; v[{where}] {random.pick(["+=", "*=", "-=", "|="])} {random.pick(VALUES + ["2", "0", "-1"])}'


def main():
    random, count = arguments()
    for _ in range(count):
        source = case(random)
        if 'range(10**30)' in source and ('iter(v)' in source or '= v' in source[15:] and 'v[' not in source[15:]):
            continue
        report(source, executed(source))


main()
