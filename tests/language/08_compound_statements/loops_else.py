# for and while with else, mutation during iteration, targets, deletion.
for x in (): print('no')
else: print('empty else', 'x' in dir())
for x in 'ab':
    if x == 'b': break
else: print('no')
while False: pass
else: print('while else')
n = 0
while n < 3:
    n += 1
    if n == 2: continue
    print(n)
else: print('done', n)
while True:
    for y in range(5):
        if y == 2: break
    else: print('no')
    break
l = [1, 2, 3]
for v in l:
    if v < 6: l.append(v + 3)
print(l)
for v in l:
    l.remove(v)
print(l)
d = {1: 1}
try:
    for k in d: d[k + 1] = 1
except RuntimeError as e: print(e)
try:
    for k in d:
        del d[k]; d[99] = 1
except RuntimeError as e: print(e)
s = {1, 2}
try:
    for k in s: s.add(k + 10)
except RuntimeError as e: print(e)
class T: pass
t = T(); a = [0]
for t.x in range(3): pass
for a[0] in range(4): pass
for (p, q), r in [((1, 2), 3)]: print(p, q, r)
for [i, *j] in ['abc']: print(i, j)
print(t.x, a)
for bad in (5, None, T(), T):
    try:
        for _ in bad: pass
    except TypeError as e: print(e)
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * i
print([v for v in Old()], 4 in Old(), list(zip(Old(), 'ab')))
class BadIter:
    def __iter__(self): return 5
try:
    for _ in BadIter(): pass
except TypeError as e: print(e)
class NoneIter:
    __iter__ = None
    def __getitem__(self, i): return 1
try:
    iter(NoneIter())
except TypeError as e: print(e)
class R:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration('val')
        return self.n
print(list(R()), [*R()], sum(R()), max(R()))
for i in range(3):
    i = 10
    print(i, end=' ')
print(i)
for x in (lambda: (yield 1))(): print(x)
for x in 1, 2, *[3]: print(x, end=' ')
print()
it = iter([1, 2, 3])
for x in it:
    for y in it: print(x, y)
