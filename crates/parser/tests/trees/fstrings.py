# f-strings (PEP 701) and strings side by side.
f''
f'a{b}c'
f'{a}{b}'
f"{a!r}{b!s:>10}{c!a:{d}.{e}}"
f'{{}}{{{a}}}'
f'{a=}' f'{ a = }' f'{a = !s}' f'{a = :5}' f'{a+b=}'
f'{a["b"]}{f"{f'{1}'}"}'
f'''{
    a  # comment
}
text'''
f'{lambda_ if a else b}'
f'{(lambda x: x)}{(a := 1)}{a:=5}{x != y}'
f'{*a, b}{yield_}'
rf'\d{a:\x41}\{b}'
f'\N{BULLET}{a}\u00e9'
'a' f'b{c}d' 'e' f'' u'f'
u'a' f'b'
f'{a:}' f'{a:{b}}' f'{a:{{b}}}' f'{a:x{b}y{c}z}'
f'{a:{b:{c}}}'
f"""{a:
}"""
f'{ {1: 2}[1] }{[x for x in y]}'
f'\
{a}'
def f():
    f'{yield}{yield a}'
