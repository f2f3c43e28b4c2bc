"""Record what CPython answers to arithmetic, conversions and methods of numbers: data/number_cases.txt, read by number_cases.rs.

Each line: operation, operands and the answer's repr (or "!" with the exception), separated by tabs. An operation is an operator, a
builtin function, a type to call, or a method (with a dot before its name; its first operand is the receiver). Floats and complex numbers
are written in hexadecimal. Run with CPython 3.13 in this folder: python3.13 gen_number_cases.py > data/number_cases.txt
With an argument all cases are written, not only a part of them.
"""
import itertools
import operator
import random
import sys
import warnings
import zlib

warnings.simplefilter("ignore")
random.seed(7)
EVERYTHING = len(sys.argv) > 1


def shown(x):
    if type(x) is float:
        return "f:" + x.hex()
    if type(x) is complex:
        return "c:" + x.real.hex() + "," + x.imag.hex()
    return ascii(x)


OPERATORS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv, "%": operator.mod,
    "**": operator.pow, "<<": operator.lshift, ">>": operator.rshift, "&": operator.and_, "|": operator.or_, "^": operator.xor,
    "divmod": divmod, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge,
    "neg": operator.neg, "pos": operator.pos, "abs": abs, "invert": operator.invert, "pow": pow,
    "hash": hash, "bool": bool, "int": int, "float": float, "complex": complex, "repr": repr, "str": str, "index": operator.index,
    "from_bytes": int.from_bytes, "fromhex": float.fromhex, "bool.from_bytes": bool.from_bytes, "getformat": float.__getformat__,
}
seen = set()


def case(op, *args, keep=1):
    line = "\t".join([op, *map(shown, args)])
    if line in seen:
        return
    seen.add(line)
    if not EVERYTHING and (len(line) > 240 or zlib.crc32(line.encode()) % keep):
        return
    if op == "hash" and args[0] != args[0]:
        return
    try:
        f = OPERATORS.get(op)
        value = f(*args) if f else getattr(args[0], op[1:])(*args[1:])
        answer = ascii(value)
    except Exception as e:
        answer = "!" + type(e).__name__ + ": " + ascii(str(e))[1:-1]
    if len(answer) > (5000 if EVERYTHING else 300):
        return
    print(line + "\t=\t" + answer)


INTS = [0, 1, -1, 2, -2, 3, 5, -5, -6, 7, 10, -10, 63, 64, 100, 255, 256, 257, 1000, -1000, 2**31 - 1, -2**31, 2**53, 2**53 + 1, -2**53 - 1,
        2**62, 2**63 - 1, -2**63, 2**63, -2**63 - 1, 2**64 - 1, 2**64, 2**65 + 3, 10**18, 10**19, -10**20, 10**22, 10**23, 3**100, -3**101,
        2**127, -2**127, 2**128 - 1, 2**200 + 2**100, 7**90, 10**308, 2**1023, 2**1024, 10**400, True, False]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, 3.5, -2.5, 0.1, 0.2, 0.3, 1 / 3, 1e-5, 1e-4, 123456789.125, 1e15, 1e16, 1e17, 1e22, 1e23,
          2.0**53, 2.0**53 + 2, 2.0**63, -2.0**63, 2.0**64, 1e100, 1e308, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308,
          float("inf"), float("-inf"), float("nan"), 9007199254740993.0, 4.35, 2.675, 1e300, -1e-300, 100.0, 1234.5678]
COMPLEX = [0j, 1j, -1j, 1 + 2j, 1.5 - 2.5j, complex(-0.0, 0.0), complex(0.0, -0.0), complex(float("inf"), 1), complex(1, float("nan")),
           1e200 + 1e200j, 3 + 0j, complex(-0.0, -0.0), 1e308 + 1e308j, complex(2.0**53, 0), 100 + 0.1j]
ODD = [None, "a", b"b", (1,)]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "divmod", "<", "<=", "==", "!=", ">", ">="]


def too_much(op, a, b):
    if op in ("**", "<<") and type(a) in (int, bool) and type(b) in (int, bool):
        return abs(a) > 1 and b > 300
    return False


for op in BINARY:
    for a, b in itertools.product(INTS, INTS):
        if not too_much(op, a, b):
            case(op, a, b, keep=40)
    for a, b in itertools.chain(itertools.product(FLOATS, FLOATS), itertools.product(INTS, FLOATS), itertools.product(FLOATS, INTS)):
        case(op, a, b, keep=150)
    for a, b in itertools.chain(itertools.product(COMPLEX, COMPLEX), itertools.product(COMPLEX, FLOATS + INTS), itertools.product(INTS + FLOATS, COMPLEX)):
        # sin, cos, hypot differ between C libraries in the last bit
        whole = b.imag == 0 and b.real == b.real // 1 and abs(b.real) <= 100 if type(b) is complex else b == b and abs(b) <= 100 and b == int(b)
        if op != "**" or whole:
            case(op, a, b, keep=150)
    for a, b in itertools.product([1, 2.5, 1j, True, 2**70], ODD):
        case(op, a, b)
        if a is not True and op != "*" and not (op == "%" and type(b) in (str, bytes)):
            case(op, b, a)
    for _ in range(4000 if EVERYTHING else 12):
        a = random.getrandbits(random.choice([8, 30, 63, 64, 65, 128, 300, 1000])) * random.choice([1, -1])
        b = random.getrandbits(random.choice([4, 8, 30, 63, 64, 65, 128, 300])) * random.choice([1, -1])
        if not too_much(op, a, b):
            case(op, a, b)
        x, y = random.uniform(-100, 100), random.choice([random.uniform(-5, 5), float(random.randint(-20, 20))])
        case(op, x, y)
        case(op, a, y)
for a, b in [(2**60, 2**9), (1, 2**70), (0, 2**70), (1, -1), (-1, 2**70), (5, 2**40 * 8), (1, 62), (1, 63), (-1, 63), (-1, 64), (3, 62)]:
    case("<<", a, b)
    case(">>", a, b)
for op in ["neg", "pos", "abs", "invert", "hash", "bool", "int", "float", "complex", "repr", "str", "index"]:
    for a in INTS + FLOATS + COMPLEX + ODD:
        if op in ("bool", "hash", "repr", "str") and a in ODD and type(a) in (str, bytes, tuple, type(None)):
            continue
        if a == 10**400 and type(a) is int and op in ("repr", "str") and not EVERYTHING:
            continue
        case(op, a)
for a, b, c in [(2, 10, 1000), (2, -1, 5), (2, -1, 4), (3, 5, -7), (-3, 5, 7), (2, 2, 0), (5, 0, 1), (5, 0, -1), (2**70, 2**70, 2**61 - 1), (2, 3, None),
                (2.0, 2, 3), (2, 2.0, 3), (2, 2, 3.0), (1j, 2, 3), (2, 1j, 3), (2, 2, 1j), (2, 2, "a"), ("a", 2, 2), (True, True, True),
                (7, -3, 10), (0, -1, 5), (10**30, 10**20, 10**15 + 37), (-(10**30), 10**20 + 1, -(10**15) - 37)]:
    case("pow", a, b, c)
case("pow", 2, 3)
TEXTS = ["", " ", "0", "1", "-1", "+1", " 12 ", "\t12\n", "1_000", "_1", "1_", "1__0", "0x10", "0X1f", "0b101", "0o17", "017", "00", "0_0", "- 1", "--1", "1 2",
         "\u0663\u0664", "\u200312\u2003", "1\0", "1.5", "1e5", "1E5", "1e", ".5", "5.", ".", "e5", "inf", "-inf", "Infinity", "nan", "-nan", "NaN", "infinit",
         "1e400", "-1e400", "1e-400", "1_0.5", "1_.5", "1._5", "1e1_0", "0x1p3", "a", "z", "\ud800", "caf\xe9", "1j", "1+2j", "(1+2j)", "( 1 - 2j )", "1+j",
         "-j", "j", "1+2", "1 + 2j", "1j+2", "nan+infj", "1e5-2e-3j", "1__0j", "1_0+2_0j", "+-1j", "((1))", "(1", "9" * 30, "-" + "9" * 19, "9223372036854775807",
         "-9223372036854775808", "9" * 4300, "9" * 4301, "1" * 5000, "x" * 250, "it's", '"', "1'", "0b", "0x", "0o8", "0b_1", "0x_f", "1" * 20 + "." + "3" * 30,
         "2.2250738585072011e-308", "8.98846567431158e307", "1.7976931348623159e308", "0.1", "179769313486231580793728971405301e276"]
for t in TEXTS:
    for op in ("int", "float", "complex"):
        case(op, t)
    if t.isascii():
        case("int", t.encode())
        case("float", t.encode())
    for base in (0, 2, 3, 8, 10, 16, 36):
        case("int", t, base, keep=2)
    case("fromhex", t)
for args in [("1", 1), ("1", 37), ("1", -1), ("1", 2**70), ("1", "a"), ("1", True), (b"12", 3), (12, 10), (1.5, 10), (None, 10), ("1", None), (1, 2, 3)]:
    case("int", *args)
for args in [(), (1, 2)]:
    for op in ("int", "float", "bool", "complex"):
        case(op, *args)
for args in [(1, 2, 3), ("1", "2"), ("1", 2), (1, "2"), (1, None), (None, 1), (1j, 1j), (1, 1j), (1j, 1), (b"1",), (1.5, 2**70), (10**400,), (-0.0, 0.0), (0.0, -0.0),
             (-0.0, -0.0), (1, -0.0), (-0.0,), (complex(-0.0, -0.0), -0.0), (0, complex(-0.0, 0.0)), (True, False), ([],), (1, [])]:
    case("complex", *args)
for t in ["0x1.8p3", "-0x1.8p-3", "0x.8", "0x8.", "0x", "0x.", "1", "1.8", "0x1p1023", "0x1p1024", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "0x1p-1074",
          "0x1p-1075", "0x1.8p-1075", "0x0.8p-1074", " 0x1p0 ", "0x1 p0", "0x1p", "0x1p+", "0x1p 0", "0x1e3", "0X1P3", "+inf", "-Infinity", "-nan", "0x1_0", "0x1p99999999999999999999",
          "0x0p99999999999999999999", "0x1p-99999999999999999999", "0x1.00000000000008p0", "0x1.000000000000081p0", "0x1.00000000000018p0", "1.00000000000018", "x", ""]:
    case("fromhex", t)
case("fromhex", 5)
for t in ["double", "float", "int", 5, None]:
    case("getformat", t)
for x in FLOATS:
    for m in [".hex", ".as_integer_ratio", ".is_integer", ".__trunc__", ".__floor__", ".__ceil__", ".__round__", ".conjugate", ".__getnewargs__"]:
        case(m, x)
    for n in [None, 0, 1, 2, 3, -1, -2, 15, 20, 308, -308, 400, -400, 2**70, -2**70, "a", 1.5]:
        case(".__round__", x, n, keep=4)
for x in INTS:
    for m in [".bit_length", ".bit_count", ".as_integer_ratio", ".is_integer", ".__trunc__", ".__floor__", ".__ceil__", ".__round__", ".conjugate", ".__getnewargs__", ".__float__"]:
        case(m, x, keep=2)
    for n in [0, 1, -1, -2, -3, -20, 2**70, 5, None, 1.5]:
        case(".__round__", x, n, keep=3)
    for length in [0, 1, 2, 8, 9, 16, 17, 40]:
        for order in ["big", "little"]:
            case(".to_bytes", x, length, order, keep=3)
for args in [(5, -1), (5, 2, "x"), (5, 2, 3), (5, 2, None), (5, 2**70), (5, "a"), (5, 2, "big", True), (5,), (300,), (-5,), (5, 2, "bi\0g"), (1, 2, "Big")]:
    case(".to_bytes", *args)
for b in [b"", b"\0", b"\1", b"\xff", b"\x80", b"\0\xff", b"12345678", b"\xff" * 8, b"\xff" * 9, bytes(range(20)), b"\x80" + bytes(15), [1, 2], (1, 300), 5, "a", None, [1, "a"]]:
    for order in ["big", "little", "x"]:
        case("from_bytes", b, order)
    case("from_bytes", b)
case("from_bytes")
case("from_bytes", b"a", 5)
case("from_bytes", b"a", "big", True)
case("bool.from_bytes", b"\0")
case("bool.from_bytes", b"\2")
for x in COMPLEX:
    for m in [".conjugate", ".__complex__", ".__getnewargs__"]:
        case(m, x)
for m, args in [(".__add__", (5, "a")), (".__add__", (5, 1.5)), (".__radd__", (5, 1)), (".__pow__", (2, "x")), (".__pow__", (2, 3, 5)), (".__rpow__", (2, 3)), (".__rpow__", (2, 3, 5)),
                (".__lt__", (5, 5.5)), (".__eq__", (5, "a")), (".__eq__", (5.0, 5)), (".__eq__", (5.0, "a")), (".__floordiv__", (1.0, "a")), (".__divmod__", (2, 0.5)), (".__rdivmod__", (2, 9)),
                (".__rsub__", (2, 9)), (".__rsub__", (2.0, 9)), (".__truediv__", (2, 0)), (".__format__", (5, 5)), (".__format__", (5.0, None)), (".__bool__", (0,)), (".__int__", (5.7,)),
                (".__index__", (True,)), (".__and__", (True, 1)), (".__and__", (True, False)), (".__or__", (True, 1.0)), (".__rand__", (True, 3)), (".__xor__", (True, True)),
                (".bit_length", (5, 1)), (".hex", (5,)), (".__round__", (5, 1, 2)), (".is_integer", (1j,)), (".__pow__", (2.0, 3.0, None)), (".__hash__", (2**61 - 1,)), (".__repr__", (True,))]:
    case(m, *args)
SPECS = ["", "d", "5", "<8", "^8", ">8", "=8", "08", "+", " ", "-", "+d", ",", "_", ",d", "_x", "_b", ",x", "x", "X", "#x", "#X", "o", "#o", "b", "#b", "#010b", "c", "n", "e", "E", "f", "F", "g", "G",
         "%", ".3", ".3f", ".0f", "#.0f", ".3e", ".10g", "10.3f", "+.2f", " .2f", "z.1f", "z", "zd", "010.2f", "*^20.3f", ",.2f", "_.2f", "020,.2f", "020,", "s", "q", ".3d", "#c", "+c", "5c", "*>10", "\xe9>10d",
         "\u4f60^9", "=+10", "#", "#g", "#.3g", ".400f", ".0e", ",e", "_g", ",n", "1000000000000000000000", "._f", "+,.3%", "0=10", "<010", ".0", ".1", ".17", "#.1", "03", "z.0e", "z%", "{}", "}", "5.", "-^+5"]
for x in [0, 1, -1, 42, -42, 255, 1234567, -1234567, 65, 0x1f600, 0x110000, 10**20, -(10**25), True, 10**400, 0.0, -0.0, 1.5, -1.5, 0.001, 1e-7, 123456.789, 1e16, 1e100, 1234567890.5, float("inf"), float("-inf"),
          float("nan"), 0.5, 2.5, 99.995, 1 + 2j, -0.0 - 1j, 1.5e20 - 2.25j, complex(float("nan"), float("inf")), 0j]:
    for spec in SPECS:
        case(".__format__", x, spec, keep=3)
