# Escapes of bytes literals.
print(b'\a\b\f\n\r\t\v\\\'\"\0\1\12\123', b'\x41\xff', b'\377', rb'\x41\q')
print(b'\u0041' == b'\\u0041', b'\N{X}' == b'\\N{X}', b'a\
b')
print(list(b'\x00\x7f\x80'), b"it's", b'say "x"', b'both \' and "', b'''three
lines''')
for text in [r"b'\x'", r"b'\x4'", r"b'\xzz'", r"b'ok\x1'", r"b'\400'", "b'\u00e9'"]:
    try:
        print(ascii(text), eval(text))
    except SyntaxError as error:
        print(ascii(text), 'SyntaxError', error.msg)
