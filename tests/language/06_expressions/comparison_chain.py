# Chains: each operand once, short circuit, all operators, results that are not bool.
class V:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print(f'{self.n}<{o.n}', end=' '); return [] if self.n >= o.n else [1]
    def __eq__(self, o): print(f'{self.n}=={o.n}', end=' '); return self.n == o.n
    def __contains__(self, o): print(f'{o.n} in {self.n}', end=' '); return self.n > o.n
a, b, c = V(1), V(2), V(3)
print(a < b < c)
print(c < b < a)
print(a < b == b < c)
print(a in b in c)
print(b not in a, b not in c)
print(1 < 2 < 3 != 4 >= 4 > 3 <= 3 is not None in [None])
print(1 < 3 < 2, 1 == 1.0 == True, 'a' in 'abc' in ['abc'])
x = 5
print(0 < x < 10, not 0 < x < 3, 0 < (x := 20) < 30, x)
if a < b < c:
    print('yes')
if not (a < c < b):
    print('no')
while c < b < a:
    print('never')
print('end')
def f(n): print(f'f{n}', end=' '); return n
print(f(1) < f(2) < f(0) < f(5))
print([] < [1] < [1, 2] < [2])
try:
    1 < 'a' < 2
except TypeError as e:
    print(e)
try:
    3 < 2 < 'a'
    print('not reached the str')
except TypeError as e:
    print(e)
