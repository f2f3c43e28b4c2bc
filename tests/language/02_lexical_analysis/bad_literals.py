# Literals cut off or glued to names.
for text in ["'abc", '"abc', "'''abc", '"""abc\n', "'a\nb'", "'a' 'b", "1.2.3", "1x", "0b12", "0o78", "0xfz", "1__2", "1e5x", "5 5", "5 'a'", "'a' 5", "'a' x", "0_", "1_.5", "0b_", "1l", "1L", "0777", "00123", "1if", "1or", "1in[1]", "1and 2", "1not in [2]", "0xfor 1", "1_000if 1 else 2", "1.else", "1j0"]:
    try:
        print(repr(text), eval(text))
    except SyntaxError as error:
        print(repr(text), '|', error.msg, error.lineno, error.offset)
    except NameError as error:
        print(repr(text), error)
