# ** binds tighter than unary minus on its left and looser on its right.
print(-2 ** 2, (-2) ** 2, 2 ** -1, 2 ** 3 ** 2, (2 ** 3) ** 2, -2 ** -2, 2 ** -1 ** 2)
print(0 ** 0, 0.0 ** 0, 1 ** 10**30, (-1) ** 10**30, 2 ** 0.5, (-8) ** (1/3), 4 ** 0.5, 10 ** -2, 10 ** 2)
print(2 ** 100, (-3) ** 41, 1.5 ** 2, 1e200 ** 1.5, (1 + 2j) ** 2, (1 + 2j) ** -1, 1j ** 0.5, True ** 2, 2 ** True)
print(pow(2, 10), pow(2, 10, 1000), pow(3, -1, 7), pow(-3, 3, 7), pow(3, 3, -7), pow(2, 0, 1), pow(10**30, 10**30, 10**9 + 7), pow(base=2, exp=3, mod=5))
for text in ['pow(2, -1, 4)', 'pow(2, 3, 0)', 'pow(2.0, 3, 5)', 'pow(2, 3.0, 5)', '1e200 ** 2', '(-1.0) ** 1e400', 'pow("a", 2)', '2 ** "a"', 'pow(2, 3, "a")', '(1e300 + 1j) ** 10', 'pow(2, 3, 4, 5)', 'pow(2)', 'float("inf") ** 0', 'float("nan") ** 0', '1 ** float("nan")', '(-1) ** float("inf")']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
