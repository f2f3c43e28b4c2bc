# The format mini-language for str, and for objects that have none.
for spec in ['', 's', '5', '<5', '>5', '^6', '.2', '5.2', '*<5', '05', '0>5', '\U0001f600^5s', '.0', '.100', '^5s', '<', '010.1s']:
    print(ascii(spec), ascii('|'.join(format(s, spec) for s in ['', 'abc', '\u20ac'])))
for spec in ['d', '+', ' ', '=5', ',', '_', '#', 'z', '5,', '.', 'ss', 'x', '+5s', '-5', '.5f', '5_s', '#s', ' s', '=s', '=']:
    try:
        print(repr(spec), format('abc', spec))
    except Exception as error:
        print(repr(spec), type(error).__name__, error)
class Plain: 
    def __str__(self): return 'plain'
class Bad:
    def __format__(self, spec): return 5
class Sub(str): pass
print(format(Plain(), ''), f'{Plain()}', format(Sub('x'), '3') + '|', format(None, ''), format([1], ''), f'{None!s:>6}', f'{"a":{"<"}{3}}|', str.__format__('a', '3') + '|', type(format(Sub('x'))), type(format(Sub('x'), '')))
for text in ["format(Plain(), '5')", "format(None, '5')", "format([], 's')", "format((), 'd')", "format({}, '>5')", "format(b'a', 's')", "format(Bad(), '')", "f'{Bad()}'", "'{:5}'.format(None)", "format(object, '5')", "format(range(3), '5')", "format('a', b'')", "object().__format__('x')", "format(len, 'x')", "format(..., 'x')"]:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
