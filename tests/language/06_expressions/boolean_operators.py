# and, or, not: what they return, and what they do not evaluate.
def say(value): print('say', value); return value
print(say(0) or say(2), say(1) and say(0), say(1) or say(2), say([]) and say(2), not say(''))
print(0 or [] or '' or None, 1 and 2 and 3, 1 and 0 or 5, not 0 == 1, not not [], (1 or 2) and 3)
print(bool([]), bool([0]), bool(''), bool(' '), bool(0.0), bool(-0.0), bool(float('nan')), bool(0j), bool(range(0)), bool(b''), bool({}), bool(set()), bool(None), bool(...), bool(object()))
class Len:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
class Bool:
    def __init__(self, n): self.n = n
    def __bool__(self): return self.n
print(bool(Len(0)), bool(Len(3)), bool(Bool(True)), not Bool(False))
for text in ['bool(Len(-1))', 'bool(Len("a"))', 'bool(Len(10**30))', 'bool(Bool(1))', 'not Bool("x")', 'Bool(None) and 1', '1 if Bool(2) else 0', 'bool(1, 2)', 'bool(x=1)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
