# Escapes of str literals.
print(['\a', '\b', '\f', '\n', '\r', '\t', '\v', '\\', '\'', '\"', '\0', '\1', '\12', '\123', '\1234', '\x41', '\xe9'])
print(['\u0041', '\u20ac', '\U0001f600', '\N{LATIN SMALL LETTER A}', '\N{EURO SIGN}', '\N{latin small letter e with acute}', '\ud800'])
print('a\
b', len('\
'))
print(['\N{LF}', '\N{NBSP}', '\N{GREEK SMALL LETTER ALPHA}' 'x', r'\N{X}', len('\U0010ffff')])
for text in [r"'\x'", r"'\x4'", r"'\xg1'", r"'\u'", r"'\u123'", r"'\U0001'", r"'\U00110000'", r"'\N'", r"'\N{}'", r"'\N{x'", r"'\N{nothing of the kind}'", r"'abc\x1 def'", r"'\777'"]:
    try:
        print(text, ascii(eval(text)))
    except SyntaxError as error:
        print(text, 'SyntaxError', error.msg)
