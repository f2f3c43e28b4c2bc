# The = form shows the text of the expression, spaces and all.
x, name = 42, 'it'
print(f'{x=}', f'{x = }', f'{ x= }', f'{x  =  }', f'{x=!s}', f'{name=}', f'{name=!s}', f'{name = !r}')
print(f'{x=:5}', f'{x=:<5}|', f'{x = !r:^10}|', f'{x+1=}', f'{x == 42=}', f'{x!=1}', f'{x<=50=}', f'{x>=1 = }')
print(f'{len(name)=}', f"{[x for x in 'ab']=}", f'{(lambda: 1)()=}', f'{"quoted"=}', f'{x,=}')
print(f'''{
  x
=}''', f'{x=}{name=}', f'a{x=}b', f'{3.14159=:.2f}', f'{x:=5}')
print(f'{f"{x=}"=}', f'{x # comment
=}')
