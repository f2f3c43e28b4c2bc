# SyntaxError made by hand and by the compiler: fields and str.
e = SyntaxError('msg')
print(repr(e), str(e), e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.print_file_and_line)
e = SyntaxError('msg', ('dir/file.py', 3, 7, 'source line'))
print(repr(e), str(e), e.filename, e.lineno, e.offset, e.text, e.end_lineno)
e = SyntaxError('msg', ('file.py', 3, 7, 'text', 4, 9))
print(str(e), e.end_lineno, e.end_offset, e.args)
print(SyntaxError(), SyntaxError().msg, SyntaxError(1, 2) if 0 else '')
print(str(SyntaxError('m', (None, 3, 1, ''))), str(SyntaxError('m', ('f', None, 1, ''))))
for bad in (5, (), ('a',), ('f', 1, 2, 't', 3), ('f', 1, 2, 't', 3, 4, 5), ('f', 1, 2, 't', 3, 4, 5, 6)):
    try:
        SyntaxError('m', bad)
        print('fine', bad)
    except Exception as err:
        print(type(err).__name__, err)
try:
    SyntaxError(msg='x')
except TypeError as err:
    print(err)
e = SyntaxError('a', 'b', 'c')
print(e, e.msg)
e.msg = 'changed'
e.filename = '/x/y.py'
e.lineno = 9
print(e, e.args)
e.lineno = 'str'
print(e)
for source in ('a b', 'x = (', 'if 1:\npass', 'if 1:\n\tpass\n        pass', '  x', 'def f(:\n pass', '"abc', "'''abc", 'f"{a b}"', '1 = x', 'for', 'x = 5 5', 'return', '\\', 'a\\b', '$', '0777', '1_', '0x', '"\\x"', "b'\xe9'", '"\\N{nope}"'):
    try:
        compile(source, 'name.py', 'exec')
    except SyntaxError as e:
        print(repr(source), type(e).__name__, '|', e.msg, '|', e.filename, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset)
print(IndentationError.__mro__[1:3], TabError.__base__)
