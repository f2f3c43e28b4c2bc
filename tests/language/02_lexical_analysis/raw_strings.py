# Raw strings keep their backslashes, and a quote behind one does not end them.
print(r'\n', len(r'\n'), r'\'', r"\"", r'a\\b', r'\
x')
print(rf'{1 + 1}\d', rf'\{{}}', r'{1}', rb'\x00' + b'\x00')
print(r'''a
\n''', R"\u0041", r'\U0001f600')
for text in ["r'\\'", "r'a\\\\'", "r'abc", "rb'\\'"]:
    try:
        print(text, eval(text))
    except SyntaxError as error:
        print(text, 'SyntaxError', error.msg, error.offset)
