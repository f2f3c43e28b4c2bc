# Cases that mutated programs of CPython's library have found: places of errors before comments, brackets that stay open.
cases = ('import   # comment\n', 'x =    # comment\n', 'with x   # comment\n    pass\n', 'name:   # comment\n', 'from x import   # comment', 'def f(x)   # comment\n  pass', 'return 1 2  # c', 'x = (1,  # c\n', 'f(  # c\n 1 2)',
         'def f():\n    a.b{ (c())\n    return d\n', 'x = g(){__doc__\ny\n', 'a b {\n', 'if x  # c\n  pass', 'class C  # c\n  pass', 'for x in y  # c\n  pass', 'x = 5 +  # c\n', 'try  # c\n  pass', 'else  # c\n', 'lambda  # c\n', 'a.  # c\n', '@  # c\n', 'del  # c\n', 'assert  # c\n', 'raise x from  # c\n', 'global  # c\n')
for case in cases:
    try:
        compile(case, '<case>', 'exec')
        print(repr(case), 'fine')
    except SyntaxError as e:
        print(repr(case), e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
