# Case mappings that change the length, depend on the place, or know titles.
words = ['stra\xdfe', 'STRASSE', '\ufb01n', '\u01c6x', '\u01c4X', '\u0130stanbul', '\u0131', '\u0391\u03a3', '\u03a3', 'a\u03a3b', "they're bill's", 'x1y2', '\u0149', '\u1e9e', '\u0345a', '\u10d0', '\u13a0\uab70', '\u1fb3', 'HELLO wORLD', '\u216b', '\u24d0', 'o\u0308O\u0308']
for word in words:
    print(ascii([word, word.upper(), word.lower(), word.title(), word.capitalize(), word.swapcase(), word.casefold()]))
    print(word.isupper(), word.islower(), word.istitle(), word.upper().isupper(), word.title().istitle())
print('stra\xdfe'.casefold() == 'STRASSE'.casefold(), '\u0130'.lower() == 'i\u0307', len('\ufb03'.upper()))
