# What stands between the braces is an expression of any kind.
x, y, d = 3, 'abc', {'k': [1, 2]}
print(f'{x}', f'{x + 1}', f'{y.upper()}', f"{d['k'][0]}", f'{(lambda a: a * 2)(x)}', f'{x if x > 2 else y}', f'{[i for i in range(3)]}', f'{ {1: 2}[1] }')
print(f'{{}}', f'{{{x}}}', f'{{x}}', f'}}', f'{x}{y}', f'', f'{x,}', f'{x, y}', f'{*[1, 2],}')
print(f'{y!r}', f'{y!s}', f'{"é"!a}', f'{x!r:>5}', f'{y:>{x + 2}}', f'{x:{"0"}{4}}', f'{x:=+5}')
print(f'''{
    x
    +
    1  # comment
}''', f'{x:{y!r:.0}d}', f'{yy if (yy := x) else 0}', f'{(z := 5)} {z}')
print(f'{x!r}' f'{x}' 'plain' '{x}', f'\x41{x}\n', rf'\x41{x}\n', f'\N{DIGIT ONE}{x}', f'{x:%}', f'{1.5:.3f}')
async_ = 'a'
print(f'{async_}', f"{'nested ' + f'{x + 1} {f"{y}"}'}", f'{f'{f'{1}'}'}')
