"""Random literals and near-literals: numbers, strings with escapes and prefixes, their errors and their warnings."""

from _cases import arguments, plain, report, shown


def digits(random, alphabet, length):
    return ''.join(random.pick(alphabet) for _ in range(1 + random.below(length)))


def number(random):
    choice = random.below(7)
    if choice == 0:
        text = '0' + random.pick('xXoObB') + digits(random, '0123456789abcdefABCDEF_g', 6)
    elif choice == 1:
        text = digits(random, '0123456789', 5) + random.pick(['_', '__', '', '']) + digits(random, '0123456789', 4)
    elif choice == 2:
        text = digits(random, '0123456789_', 5) + '.' + random.pick(['', digits(random, '0123456789_', 5)])
    elif choice == 3:
        text = random.pick(['', digits(random, '0123', 3)]) + '.' + digits(random, '0123456789', 5) + random.pick('eE') + random.pick(['', '+', '-', '_']) + digits(random, '0123456789', 3)
    elif choice == 4:
        text = digits(random, '123456789', 3) + random.pick('eEjJxlLn') + random.pick(['', '1', '+2', '_3'])
    elif choice == 5:
        text = '0' * random.below(4) + digits(random, '0123456789_.', 4)
    else:
        text = digits(random, '0123456789', 4) + random.pick(['', 'j', 'J', 'e5j', '.5j'])
    return text + random.pick(['', '', '', 'if 1 else 2', ' if 1 else 2', 'and 2', 'or 3', 'in [1]', 'not in []', 'is 1', 'for', 'x', '()', '[0]', '.real', '. real', '..real', '+1', 'e', '_', '\u0661', '\u20ac', '?', '$'])


def string(random):
    prefix = random.pick(['', '', '', 'b', 'r', 'u', 'f', 'rb', 'Br', 'fr', 'bR', 'U', 'F', 'ur', 'bf', 'x', 'rr'])
    quote = random.pick(["'", '"', "'''", '"""'])
    pieces = ['a', ' ', '\\n', '\\x41', '\\x4', '\\u20ac', '\\u20', '\\U0001f600', '\\U00110000', '\\N{DIGIT ONE}', '\\N{foo}', '\\N{', '\\N', '\\101', '\\777', '\\8', '\\q', '\\ ', '\\\\', "\\'", '\\"', '\u00e9', '\\\n', '\t', '\\0', '\\x', '{', '}', '{{', '}}', '{1}', '{1!r}', '{1:>3}', '{"a"}', '{1=}', '\\d\\w', '#']
    body = ''.join(random.pick(pieces) for _ in range(random.below(4)))
    text = prefix + quote + body + (quote if random.below(20) else '')
    return text + random.pick(['', '', '', ' "x"', ' b"x"', ' f"{2}"', '.upper()', '[0]', '%1', ' is 1', '()', 'x'])


def outcome(source):
    try:
        try:
            return plain(shown(eval(source)))
        except SyntaxError as error:
            return plain(f'SyntaxError {error.msg!r} {error.lineno} {error.offset} {error.end_lineno} {error.end_offset} {error.text!r}')
        except Exception as error:
            return plain(f'{type(error).__name__}: {error}')
    except Exception as error:
        return plain('in the showing: ' + type(error).__name__)


def main():
    random, count = arguments()
    for _ in range(count):
        source = random.pick([number, string])(random)
        report(source, outcome(source))


main()
