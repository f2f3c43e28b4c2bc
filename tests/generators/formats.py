"""Random format specifications, `%` formats, str.format templates and f-strings."""

from _cases import arguments, outcome, report, value

FILLS = ['', '', '', '*<', '0>', 'x^', '{{=', '\\u00e9>', '<', '>', '^', '=', ' =', '\\U0001f600^', '0=', '-<', '+>']
SIGNS = ['', '', '', '+', '-', ' ']
WIDTHS = ['', '', '1', '5', '10', '20', '33', '08', '015', '0', '007', '99999999999999999999']
PRECISIONS = ['', '', '', '.0', '.1', '.2', '.3', '.5', '.10', '.17', '.25', '.50', '.', '.99999999999999999999', '.120']
TYPES = ['', '', 'b', 'c', 'd', 'e', 'E', 'f', 'F', 'g', 'G', 'n', 'o', 's', 'x', 'X', '%', 'r', 'z', '\\u00e9', 'ab', 'd ', 'D', 'a', 'i', 'u', 'p', '\\x00']
VALUES = ['int', 'int', 'float', 'float', 'float', 'complex', 'str', 'bytes', 'other', 'hostile', 'list']
FLAGS = ['', '', '#', '0', '-', ' ', '+', '-0', '+ ', '#0', '0-', '++']
PERCENT = 'diouxXeEfFgGcrsa%' + 'diouxXeEfFgGcrsa%' + 'bzyql\\u00e9('


def spec(random):
    return (random.pick(FILLS) + random.pick(SIGNS) + random.pick(['', '', '', '', 'z']) + random.pick(['', '', '', '#']) + random.pick(WIDTHS)
            + random.pick(['', '', '', ',', '_', ',_', ',,']) + random.pick(PRECISIONS) + random.pick(TYPES))


def number(random):
    """A float with random digits, a random exponent."""
    digits = random.below(10 ** random.pick([1, 2, 3, 8, 17]))
    return f'{random.pick(["", "-"])}{digits}e{random.below(60) - 30 if random.below(4) else random.below(640) - 330}'


def any_value(random):
    choice = random.below(6)
    if choice < 2:
        return number(random)
    if choice == 2:
        return f'{random.pick(["", "-"])}{random.below(10 ** random.pick([1, 3, 9, 18])) * random.pick([1, 1, 10 ** 12, 7 ** 30])}'
    return value(random, VALUES)


def percent(random):
    width = random.pick(['', '', '', '5', '12', '*', '0', '30', '99999999999999999999'])
    precision = random.pick(['', '', '', '.0', '.3', '.*', '.', '.12', '.40', '.99999999999999999999'])
    return '%' + random.pick(['', '', '', '', '(a)', '(b']) + random.pick(FLAGS) + width + precision + random.pick(['', '', '', 'l', 'h', 'L', 'll']) + random.pick(PERCENT if random.below(8) else ['', '\\u20ac', '\\x00'])


def case(random):
    choice = random.below(10)
    if choice < 4:
        return f'format({any_value(random)}, "{spec(random).replace("{{", "{")}")'
    if choice < 7:
        text = ''.join(random.pick(['', 'a', '%%', '\\u20ac', '{']) + percent(random) for _ in range(random.pick([1, 1, 1, 2])))
        given = [any_value(random) for _ in range(random.pick([1, 1, 1, 1, 2, 2, 3, 0]))]
        if '*' in text:
            # A width of some thousand million would be had.
            given = [item if len(item) < 7 and '**' not in item else '7' for item in given]
        prefix = ''
        if random.chance(4) and '\\u' not in text:
            prefix = 'b'
        shape = random.below(8)
        if shape == 0:
            return f'{prefix}"{text}" % {{"a": {given[0] if given else 1}}}'
        if shape == 1 and given or len(given) == 1 and shape < 5:
            return f'{prefix}"{text}" % {given[0]}'
        return f'{prefix}"{text}" % ({"".join(item + ", " for item in given)})'
    if choice < 8:
        field = random.pick(['', '0', '1', 'a', '0.real', '0[0]', '0[a]', 'a.b.c', '0.', '[0]', '.real', '0[', '-1', '0]', ' ', '0[]', '00', '0x1', '9999999999999999999999', 'a[-1]', '0[99999999999999999999]'])
        conversion = random.pick(['', '', '!r', '!s', '!a', '!x', '!', '!rr'])
        inner = random.pick(['', '', ':', ':' + spec(random).replace('{{', ''), ':{}', ':{1}', ':{a}', ':{:{}}', ':>{1}.{2}', ':{0!r}'])
        text = random.pick(['', 'x', '{{', '}}', '}', '{']) + '{' + field + conversion + inner + '}' + random.pick(['', '', '{}', '{0}', '{', '}'])
        return f'"{text}".format({any_value(random)}, {any_value(random)}, a={any_value(random)})'
    body = any_value(random)
    quoted = random.pick(["'''", '"""'])
    inner = spec(random)
    if random.chance(3):
        inner = '{' + value(random, ['int', 'str']) + '}' + random.pick(['', '.{3}', 'd', 's'])
    if quoted in body or quoted in inner:
        return None
    return f'f{quoted}{random.pick(["", "a", "{{"])}{{{body}{random.pick(["", "", "=", " = "])}{random.pick(["", "", "!r", "!s", "!a"])}{random.pick(["", ":" + inner])}}}{quoted}'


def main():
    random, count = arguments()
    while count:
        source = case(random)
        if source is None:
            continue
        count -= 1
        report(source, outcome(source))


main()
