# while: conditions with side effects, else, nesting, breaking out of several.
n = 3
while n: print(n, end=' '); n -= 1
else: print('else')
while (line := iter([1, 2, 0]).__next__()) and n < 2: n += 1
print(n, line)
it = iter('abc')
while (c := next(it, None)) is not None: print(c, end=' ')
print()
i = 0
while True:
    i += 1
    if i % 2: continue
    j = 0
    while j < 10:
        j += 1
        if j == i: break
    else:
        print('not broken', i); break
    if i > 10: break
print(i, j)
while 0: print('no')
while 1:
    while 1:
        break
    else: print('no')
    break
else: print('no')
def f():
    while True:
        try: return 'r'
        finally: break
    return 'after'
print(f())
x = [1, 2, 3]
while x: x.pop()
print(x)
class B:
    def __init__(self): self.n = 2
    def __bool__(self): self.n -= 1; print('bool', end=' '); return self.n >= 0
b = B()
while b: pass
while not b: break
while b or b: print('never')
while b and 1: print('never')
print()
k = 5
while k > 0 and (k := k - 2): pass
print(k)
