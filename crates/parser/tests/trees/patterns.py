# Patterns.
match a:
    case 1 | -2 | 3.5 | -4j | 1+2j | -1-2j: pass
    case 'a' 'b' | b'c' | None | True | False: pass
    case x: pass
    case _: pass
    case a.b | a.b.c: pass
    case (x): pass
    case () | [] | {}: pass
    case (x,) | [x] | [x, *_]: pass
    case x, *rest: pass
    case *_,: pass
    case [a, [b, *c], (d, e)]: pass
    case {'a': 1, b.c: x, **rest}: pass
    case {**rest}: pass
    case {-1: x,}: pass
    case C() | C(x,) | C(a=1, b=y,) | m.C(x, y, z=[w]): pass
    case (1 | 2) as x if x > 1: pass
    case {"x": [a, b] as c} as d: pass
    case case: pass
    case match if (n := 1): pass
match a, *b:
    case _: pass
match (a):
    case _:
        match b:
            case 1:
                case = 2
            case 2: x
        y
match * a, b:
    case _: pass
match [a]:
    case _: pass
match not a:
    case _: pass
match -a:
    case _: pass
match f'{a}':
    case f: pass
