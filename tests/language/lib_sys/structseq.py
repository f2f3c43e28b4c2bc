import sys
v = sys.version_info
print(v[:2], v.major, v.minor, isinstance(v, tuple), type(v).__mro__, len(v), v >= (3, 13), type(v).__name__, type(v).__module__)
print(type(v).n_fields, type(v).n_sequence_fields, type(v).n_unnamed_fields, type(v).__match_args__)
print(sys.float_info)
print(sys.int_info[2:])
print(sys.hash_info)
print(sys.float_info.max, sys.float_info[0], sys.int_info.default_max_str_digits)
print(type(sys.flags), len(sys.flags), sys.flags.optimize, sys.flags[2])
for f in (lambda: type(sys.flags)(()), lambda: type(v)((3, 13, 0, "final", 0)), lambda: setattr(v, "major", 1), lambda: v.nope, lambda: type(sys.int_info)((1, 2)),
          lambda: type(sys.int_info)((1, 2, 3, 4)), lambda: type(sys.int_info)(5), lambda: v[9]):
    try:
        print(f())
    except (TypeError, AttributeError, IndexError) as e:
        print(type(e).__name__, e)
match v:
    case (3, minor, *rest):
        print(minor > 10, len(rest))
a, b, *c = v
print(a, b, c, v == tuple(v), hash(v) == hash(tuple(v)), v + (1,) == tuple(v) + (1,))
print(v.__reduce__()[0] is type(v))
t = type(sys.int_info)
x = t((1, 2, 3, 4))
print(x, x._replace(sizeof_digit=9) if hasattr(x, "_replace") else None, x.__class__ is t)
print(sys.thread_info[0], sys.thread_info.name)
print(len(sys.implementation.version), type(sys.implementation).__name__)
try:
    class S(t): pass
except TypeError as e:
    print(e)
