# What cannot stand in an f-string.
for text in ["f'{}'", "f'{ }'", "f'{'", "f'}'", "f'{1'", "f'{1!}'", "f'{1!x}'", "f'{1!r'", "f'{1:'", "f'{a b}'", "f'{1!rr}'", "f'{!r}'", "f'{:x}'", "f'{=}'", "f'{lambda x: 1}'", "f'{*a}'", "f'{a.}'", "f'{1 +}'",
             "f'{a[}'", "f'{(}'", "f'{)}'", "f'{a)}'", "f'{\\n}'", "f'{1 ! r}'", "f'{yield}'", "f'{1;2}'", "f'{x = 1}'", "f'{#}'", "f'{a $ b}'", "f'''{'''", "f'{1:{2'", "f'{1!r:{}}'", "f'{,}'", "f'{import x}'", "f'{None = 1}'"]:
    try:
        print(text, eval(text))
    except SyntaxError as error:
        print(text, '|', error.msg, error.offset)
    except Exception as error:
        print(text, type(error).__name__, error)
