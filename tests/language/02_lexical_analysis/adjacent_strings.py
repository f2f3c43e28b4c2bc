# Literals side by side are one, across lines in brackets too.
print('a' 'b', 'a' "b" '''c''', ('x'
      'y'  # comment
      'z'))
name = 'n'
print('a' f'{name}' 'b', f'{name}' f'{name!r}' '{name}', 'x' r'\n' 'y', b'a' b'b' rb'\c')
print('a' 'b' * 3, 'a' 'b'.upper(), 'a' 'b'[1], ('a' 'b',), ['a' 'b', 'c'])
print('-' 'x' == '-x', 'a' 'b' is 'ab' if False else 'no warning here')
print(f'{"a" "b"}' 'c', 'a' '' 'b', '' '' == '')
