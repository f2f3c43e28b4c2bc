# The questions that str answers, for characters of many kinds.
names = ['isalpha', 'isdecimal', 'isdigit', 'isnumeric', 'isalnum', 'isspace', 'isprintable', 'isidentifier', 'isupper', 'islower', 'istitle', 'isascii']
for text in ['', 'a', 'A', '1', '\xb2', '\xbd', '\u2167', '\u0661', '\u4e00', '\u3007', ' ', '\t', '\xa0', '\u2028', '\u200b', '\x1c', '\x85', '_', 'a1', '1a', '_1', 'a b', '\xad', '\ud800', '\U0001f600', '\xe9', '\u0300', 'e\u0300', '\xaa', '\u01c5', '\xb7', 'a\xb7', '\u2118', 'class', '\u212e', '\ufdfa', '\x00', '\x7f', '\u0378', '\U000e0001', '\ue000', 'Ab Cd', 'AB']:
    print(ascii(text), ''.join('1' if getattr(text, name)() else '0' for name in names))
counts = [0] * len(names)
for code in range(0, 0x30000, 41):
    c = chr(code)
    for i, name in enumerate(names):
        counts[i] += getattr(c, name)()
print(dict(zip(names, counts)))
