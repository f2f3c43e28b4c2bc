# splitlines knows more line ends than bytes do; expandtabs counts columns.
s = 'a\nb\rc\r\nd\x0be\x0cf\x1cg\x1dh\x1ei\x85j\u2028k\u2029l'
print(ascii(s.splitlines()), ascii(s.splitlines(True)), ascii(s.splitlines(keepends=1)))
print(s.encode().splitlines(), b'a\nb\rc\r\nd'.splitlines(True), ''.splitlines(), '\n'.splitlines(), '\n\n'.splitlines(), 'a\n'.splitlines(), '\r\n\r'.splitlines(True), bytearray(b'x\ny').splitlines())
print(['a\tb'.expandtabs(), '\t'.expandtabs(4), 'ab\tc\td'.expandtabs(4), 'a\nb\tc'.expandtabs(4), 'a\r\tb'.expandtabs(), '\t\t'.expandtabs(0), 'a\tb'.expandtabs(-5), '\u20ac\tx'.expandtabs(4), 'a\tb'.expandtabs(1), b'a\tb'.expandtabs(3), bytearray(b'\t').expandtabs(tabsize=2)])
for text in ['"a".expandtabs("b")', '"\\t".expandtabs(2**31)', '"\\ta\\t".expandtabs(10**30)', '"a".splitlines(1, 2)', '"a".expandtabs(1.5)', '"a".expandtabs(1, 2)', '"a".splitlines(x=1)', 'b"a".expandtabs(None)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
