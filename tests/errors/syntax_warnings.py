# Warnings of the compiler with their lines.
x = 5
if x is 5: pass
if x is not 'a': pass
assert (x, 'message')
(1)(2) if 0 else 0
[1, 2](3) if 0 else 0
"abc"["d"] if 0 else 0
[1][1.0] if 0 else 0
'a' 'b'(1) if 0 else 0
{1}[0] if 0 else 0
(lambda: 0)[1] if 0 else 0
None[0] if 0 else 0
f'{x}'() if 0 else 0
print('\d', b'\q', f'\w{x}\e', '\400')
def f():
    return x is ()
class C:
    '''doc \s'''
1if x else 2
0xfor x in [1]
y = [0x1for x in (1, 2)]
1_000if x else 2
