# Annotated assignment: evaluation, __annotations__, scopes.
x: int = 1
y: 'text'
z: print('evaluated') = print('value')
print(__annotations__)
def f():
    a: undefined_name_is_fine = 5
    b: int
    try: return a, b
    except UnboundLocalError as e: return str(e)
print(f())
class C:
    m: int = 1
    n: str
    def g(self): self.q: int = 3; return self.q
print(C.__annotations__, C().g(), hasattr(C, 'n'))
(p): int = 5
print(p, 'p' in __annotations__)
d = {}
d['k']: int = 7
class O: pass
o = O()
o.attr: str = 'v'
print(d, o.attr)
try: missing.attr: int
except NameError as e: print(e)
try: missing['k']: int
except NameError as e: print(e)
def h(a: int, *b: str, c: float = 1.5, **d: bytes) -> None: pass
print(h.__annotations__)
def order(a: print('a'), b: print('b') = print('default'), *, c: print('c') = print('kw')) -> print('ret'): pass
class Mangled:
    __private: int = 1
    def f(self, __p: int): pass
print(Mangled.__annotations__, Mangled.f.__annotations__)
t: tuple = 1, 2
print(t)
for code in ('x: int = y = 1', '(a, b): int', '[a]: int', 'f(): int', 'a, b: int', '1: int', 'x: int += 1', 'x: yield', 'for x: int in y: pass', '"s": int', 'x: *a', 'lambda: x: int', 'x:', 'x: int =', 'None: int', 'def f(*a: *b): pass', 'x: int, y: int'):
    try: compile(code, '', 'exec'); print('fine', code)
    except SyntaxError as e: print(code, '->', e.msg, e.offset, e.end_offset)
