# match, case, type and _ are names where they open nothing.
match = 1
case = 2
type_ = type
_ = 3
print(match, case, _, type(5))
match[0:1] if False else None
def match(x): return x
print(match(4), match (5))
match = {'a': 1}
match['a'] = 2
match: int = 3
print(match, -match)
match, case = case, match
print(match, case)
type = lambda x: x
print(type(3), type (4))
match (1, 2):
    case (a, b): print(a, b)
match *[1], 2:
    case [*x]: print(x)
