# Lines joined by backslashes, by brackets; blank lines and comments between.
x = 1 + \
    2 + \
    3
print(x)
y = [1,

     # a comment
     2,
  3,
        ]
print(y)
if x == 6 and \
   y:
    print('joined')
z = (1
     +
     2)
print(z); print('two on one line'); w = 5
def f(a,
      b = 2,
      ): return a + b
print(f(1), f(
    1,
    3))
s = 'a\
  b'
print(repr(s))
if True: print('one'); print('line')
for source in ['x = 1 \\ \n+ 2', 'x = (1\n', 'x = 1 +\n2', 'x = [1,\n2', 'x = 1 \\', ' x = 1', 'if 1:\nx = 1', 'if 1:\n  a = 1\n b = 2']:
    try:
        exec(source)
        print('ran', repr(source))
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.msg, error.lineno, error.offset)
