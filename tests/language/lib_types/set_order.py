# The order in which sets iterate is CPython's: by hash, table size and history.
print({5, 3, 1, 100, 8, 16, 24}, {-1, -2, -3}, {1.5, 2.5, 0.5}, {(1, 2), (3, 4), ()})
print({"one", "two", "three", "four", "five", "six"})
print(set("the quick brown fox jumps over the lazy dog"))
s = set()
for i in range(0, 2000, 37):
    s.add(i * i % 1009)
print(list(s))
for i in range(0, 1009, 5):
    s.discard(i)
print(list(s))
for i in range(30):
    s.add(i * 1000)
print(list(s))
print([s.pop() for _ in range(10)], len(s))
s |= {f"k{i}" for i in range(12)}
print(list(s))
t = set(range(300, 0, -7))
print(list(t), list(t | {1, 2}), list(t & set(range(0, 300, 2))), list(t - set(range(0, 300, 3))), list(t ^ set(range(100))))
print(list(t.copy()), list(frozenset(t)), list(set(list(t))), list(set({x: 0 for x in t})))
u = {x * 8 for x in range(20)}
print(list(u))
u -= {x * 8 for x in range(5, 20)}
print(list(u))
u.update(range(3))
print(list(u))
x = 12345
seen = set()
for step in range(3000):
    x = (x * 1103515245 + 12345) % 2147483648
    value = x >> 16
    if value % 3:
        seen.add(value % 500)
    elif value % 2:
        seen.discard(value % 500)
    elif seen and value % 5 == 0:
        seen.pop()
print(list(seen))
words = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega".split()
print(set(words))
print(frozenset(words[::2]) | set(words[1::2]))
print({None, True, 2, "x", (1,), 2.5, b"y", frozenset([1])} - {None})
