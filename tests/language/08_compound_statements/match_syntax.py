# match: what the compiler refuses and warns of, and soft keywords.
tests = '''match x:\\n case a: pass\\n case b: pass
match x:\\n case _: pass\\n case 1: pass
match x:\\n case a | 1: pass
match x:\\n case [a, a]: pass
match x:\\n case a | b: pass
match x:\\n case [a] | [b]: pass
match x:\\n case {'a': 1, 'a': 2}: pass
match x:\\n case {**r, 'a': 1}: pass
match x:\\n case {**_}: pass
match x:\\n case [*a, *b]: pass
match x:\\n case C(a=1, a=2): pass
match x:\\n case C(a=1, 2): pass
match x:\\n case 1 + 2: pass
match x:\\n case 1j + 2: pass
match x:\\n case -x: pass
match x:\\n case f"a": pass
match x:\\n case a.b(): pass
match x:\\n case a(): pass
match x:\\n case 1 as _: pass
match x:\\n case 1 as a.b: pass
match x:\\n case 1 as 2: pass
match x:\\n case a as b: pass
match x:\\n case (1 as a) as b: pass
match x:\\n case not 1: pass
match x:\\n case x[0]: pass
match x:\\n case {x: 1}: pass
match x:\\n case {1 + 2j: 1}: pass
match x:\\n case {-1: 1, 1: 2}: pass
match x:\\n case *a: pass
match x:\\n case *a,: pass
match x:\\n case (): pass
match x:\\n case [(a, b), {'c': d}]: pass
match x:\\npass
match x:\\n pass
match x:\\n case 1:\\n pass
match x
match x: pass
match:\\n case 1: pass
case 1: pass
match (x)
match [x]
match -x
match * x
match x, y:\\n case 1, 2: pass
match *x:\\n case 1: pass
match *x,:\\n case 1: pass
match yield:\\n case 1: pass
match(x):\\n case(1): pass
match[x]:\\n case[1]: pass
match{x}:\\n case{}: pass
match[a]: int = 3
match.x = 1
match = case = type = _ = 1
match x:\\n case True | None | False: pass
match x:\\n case ...: pass
match x:\\n case 1 if x else y: pass
match x:\\n case (1 | 2) as y if y: pass
match x:\\n case C(1, *a): pass
match x:\\n case C(**a): pass
match x:\\n case 'a' b'b': pass
match x:\\n case 1 2: pass
match x:\\n case 1: pass\\nelse: pass
match x:\\n case a.b | c.d: pass
match x:\\n case a := 1: pass
match x:\\n case lambda: 1: pass'''
import sys
for src in tests.split('\n'):
    src = src.replace('\\n', '\n')
    try:
        compile(src, '<t>', 'exec')
        print('fine:', repr(src))
    except SyntaxError as e:
        print(repr(src), '->', type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
