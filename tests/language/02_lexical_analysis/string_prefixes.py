# Every prefix in every case; the ones that do not exist.
print('a' "b" '''c''' """d""")
print(u'x', U"x", r'\n', R'\n', f'{1}', F'{1}', b'x', B'x', rb'\x', bR'\x', Rb'\x', BR'\x', fr'{1}\n', rF'{1}\n', Fr'\{2}')
print(type(b''), type(u''), type(r''), type(f''))
for text in ["ur'x'", "bu'x'", "fb'x'", "bf'x'", "uf'x'", "rr'x'", "ub'x'", "x'x'", "'a' b'b'", "b'a' 'b'", "b'a' f'b'", "f'a' 'b' rb'c'", "b'\u00e9'", "rb'\u20ac'"]:
    try:
        print(ascii(text), eval(text))
    except SyntaxError as error:
        print(ascii(text), 'SyntaxError', error.msg, error.lineno, error.offset)
