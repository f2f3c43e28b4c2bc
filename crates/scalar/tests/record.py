"""Records what CPython 3.13 answers, for `recorded.rs`. Usage: python3.13 crates/scalar/tests/record.py

One question a line: function, arguments, answer, with tabs between; `!Name: message` is an exception. Text is ASCII
with `\\x`, `\\u` and `\\U` escapes.
"""

import cmath
import math
import os
import random
import re
import struct
import subprocess
import sys
import unicodedata
import warnings

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
rng = random.Random(20240613)


def esc(s):
    if isinstance(s, (bytes, bytearray)):
        s = s.decode("latin-1")
    out = []
    for c in s:
        o = ord(c)
        if 0x20 <= o < 0x7F and c != "\\":
            out.append(c)
        elif o < 0x100:
            out.append("\\x%02x" % o)
        elif o < 0x10000:
            out.append("\\u%04x" % o)
        else:
            out.append("\\U%08x" % o)
    return "".join(out)


def show(v):
    if isinstance(v, bool):
        return str(v)
    if isinstance(v, int):
        return hex(v)
    if isinstance(v, float):
        return "nan" if v != v else struct.pack(">d", v).hex()
    if isinstance(v, complex):
        return show(v.real) + "," + show(v.imag)
    if isinstance(v, (tuple, list)):
        return "|".join(map(show, v))
    return esc(v)


class File:
    def __init__(self, name):
        self.name, self.lines = name, []

    def ask(self, func, args, thunk):
        try:
            answer = show(thunk())
        except Exception as e:
            message = str(e)
            if isinstance(e, (UnicodeDecodeError, UnicodeEncodeError)):
                message = "%s %d %d %s" % (e.encoding, e.start, e.end, e.reason)
            answer = "!%s: %s" % (type(e).__name__, esc(message))
        self.lines.append("\t".join([func, *map(show, args), answer]))

    def write(self):
        with open(os.path.join(HERE, self.name), "w") as f:
            f.write("\n".join(dict.fromkeys(self.lines)) + "\n")
        print(self.name, len(self.lines))


def some_int(bits=None):
    bits = bits or rng.choice([3, 8, 31, 32, 33, 53, 54, 62, 63, 64, 65, 100, 127, 128, 129, 192, 200, 300])
    kind = rng.random()
    if kind < 0.3:
        v = (1 << bits) + rng.randint(-2, 2)
    elif kind < 0.5:
        v = rng.getrandbits(max(bits // 2, 1)) << (bits - bits // 2)
    else:
        v = rng.getrandbits(bits)
    return -v if rng.random() < 0.4 else v


def ints():
    f = File("int.txt")
    pairs = [(a, b) for a in (0, 1, -1, 7, -7, 2**63 - 1, -2**63, 2**64) for b in (0, 1, -1, 2, -3, 2**63, -2**63, 2**64 - 1)]
    pairs += [(some_int(), some_int()) for _ in range(110)]
    pairs += [(some_int(2000), some_int(900)) for _ in range(3)]
    for a, b in pairs:
        f.ask("add", (a, b), lambda: a + b)
        f.ask("sub", (a, b), lambda: a - b)
        f.ask("mul", (a, b), lambda: a * b)
        f.ask("divmod", (a, b), lambda: divmod(a, b))
        f.ask("mod", (a, b), lambda: a % b)
        f.ask("floordiv", (a, b), lambda: a // b)
        f.ask("truediv", (a, b), lambda: a / b)
        f.ask("and", (a, b), lambda: a & b)
        f.ask("or", (a, b), lambda: a | b)
        f.ask("xor", (a, b), lambda: a ^ b)
        f.ask("gcd", (a, b), lambda: math.gcd(a, b))
        f.ask("lt", (a, b), lambda: a < b)
        s = rng.choice([0, 1, 5, 31, 62, 63, 64, 65, 130, -1])
        f.ask("shl", (a, s), lambda: a << s)
        f.ask("shr", (a, s), lambda: a >> s)
        f.ask("shr", (b, s), lambda: b >> s)
        e = rng.randint(0, 6)
        f.ask("pow", (a, e), lambda: a ** e)
        e = rng.choice([0, 1, 2, 5, 65537, -1, -3, some_int(64)])
        f.ask("powmod", (a, e, b), lambda: pow(a, e, b))
        for v in (a, b):
            f.ask("neg", (v,), lambda: -v)
            f.ask("abs", (v,), lambda: abs(v))
            f.ask("invert", (v,), lambda: ~v)
            f.ask("bit_length", (v,), lambda: v.bit_length())
            f.ask("bit_count", (v,), lambda: v.bit_count())
            f.ask("isqrt", (v,), lambda: math.isqrt(v))
            f.ask("hash", (v,), lambda: hash(v))
            f.ask("float", (v,), lambda: float(v))
            f.ask("str", (v,), lambda: str(v))
            f.ask("bin", (v,), lambda: bin(v))
            f.ask("oct", (v,), lambda: oct(v))
            n = rng.randint(-20, 3)
            f.ask("round", (v, n), lambda: round(v, n))
            n, order, signed = rng.choice([0, 1, 2, 7, 8, 9, 16, 17, 26, 40]), rng.choice(["big", "little"]), rng.random() < 0.5
            f.ask("to_bytes", (v, n, order, signed), lambda: v.to_bytes(n, order, signed=signed))
    for base, shift in [(2**54 + 1, 969), (2**54 - 1, 970), (2**54 - 1, 971), (2**53 + 1, 900), (1, 1023), (1, 1024), (2**60 - 1, 964)]:
        f.ask("float", (base << shift,), lambda: float(base << shift))
    for _ in range(120):
        a, b = some_int(rng.randint(1, 1200)), some_int(rng.randint(1, 1200))
        f.ask("truediv", (a, b), lambda: a / b)
    f.ask("truediv", (3, 2**1075), lambda: 3 / 2**1075)
    f.ask("truediv", (1, 2**1075), lambda: 1 / 2**1075)
    f.ask("truediv", (2**53 + 1, 2**1100), lambda: (2**53 + 1) / 2**1100)
    for _ in range(150):
        raw, order, signed = rng.randbytes(rng.randint(0, 20)), rng.choice(["big", "little"]), rng.random() < 0.5
        f.ask("from_bytes", (raw, order, signed), lambda: int.from_bytes(raw, order, signed=signed))
    for v in [0.0, -0.0, 0.9, -0.9, 1e10, -1e10, 2.0**53, 2.0**63, -(2.0**63), 2.0**63 + 2048, 1e22, -1e300, math.inf, -math.inf, math.nan]:
        f.ask("from_float", (v,), lambda: int(v))
    for a, b in [(2**53 + 1, 2.0**53), (2**53, 2.0**53), (2**63, 2.0**63), (2**63 - 1, 2.0**63), (-(2**63), -(2.0**63)), (1, 1.5), (-1, -1.5),
                 (10**400, 1e308), (-(10**400), -math.inf), (0, math.inf), (0, math.nan), (0, -0.0), (2**60, 2.0**60 + 512), (3, 2.5), (-2, -2.5)]:
        f.ask("cmp_float", (a, b), lambda: (a < b, a == b, a > b))
    texts = ["", " ", "0", "-0", "+5", "1_000", "1__0", "_1", "1_", "0x1f", "0X_1F", "0b101", "0o17", "0b2", "0x", "010", "00", "0_0", "zz",
             "1" * 25, "-" + "9" * 40, " 12 ", "\t12\n", "1 2", "- 1", "+-1", "b1", "0b1", "1.5", "\x0b5", "\x1c5", "1\0", "9223372036854775807",
             "9223372036854775808", "-9223372036854775808", "18446744073709551616", "f" * 30, "0_1", "0xg", "12a"]
    for t in texts:
        for base in (10, 0, 16, 2, 8, 36, 7):
            f.ask("int", (t, base), lambda: int(t, base))
    for t in ["\u0663\u0664", "\uff11\uff12", "\u00a05", "\x855\u2003", "\u0663x", "\u00b2", "\U0001d7d7", "\ud800", "1\u0664", "0x\u0663"]:
        f.ask("int", (t, 10), lambda: int(t, 10))
        f.ask("int", (t, 16), lambda: int(t, 16))
    for t in ["1" * 4300, "1" * 4301, "0" * 4301, "1_" * 4300 + "1", "1" * 4301 + "z"]:
        f.ask("int", (t, 10), lambda: int(t) % 1000)
    f.ask("int", ("5", 1), lambda: int("5", 1))
    f.ask("int", ("5", 37), lambda: int("5", 37))
    f.write()


def some_float():
    k = rng.random()
    if k < 0.3:
        return struct.unpack(">d", rng.randbytes(8))[0]
    if k < 0.5:
        return round(rng.uniform(-1000, 1000), rng.randint(0, 5))
    if k < 0.6:
        return float(rng.randint(-10**18, 10**18))
    if k < 0.7:
        return rng.randint(-1000, 1000) / 8
    if k < 0.8:
        return rng.uniform(-1, 1) * 10.0 ** rng.randint(-320, 300)
    return rng.choice([0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 1e16, 1e15, 9999999999999998.0, 1e-4, 1e-5, 0.00012345, 1e22, 1e23, 5e-324, 2.2250738585072014e-308,
                       1.7976931348623157e308, math.inf, -math.inf, math.nan, 123456789.125, 0.1, 1 / 3, 1e100])


def floats():
    f = File("float.txt")
    for _ in range(500):
        v, w = some_float(), some_float()
        f.ask("repr", (v,), lambda: repr(v))
        f.ask("hash", (v,), lambda: hash(v) if v == v else 0)
        f.ask("hex", (v,), lambda: v.hex())
        n = rng.choice([0, 1, 2, 3, 5, 10, 20, -1, -2, -5, -300, 300, 323, 324, -308, -309])
        f.ask("round", (v, n), lambda: round(v, n))
        f.ask("round_int", (v,), lambda: round(v))
        f.ask("ratio", (v,), lambda: v.as_integer_ratio())
        f.ask("frexp", (v,), lambda: math.frexp(v))
        f.ask("divmod", (v, w), lambda: divmod(v, w))
        f.ask("mod", (v, w), lambda: v % w)
        f.ask("floordiv", (v, w), lambda: v // w)
        p = rng.choice([0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 3.0, 1.5, w])
        f.ask("pow", (v, p), lambda: "complex" if isinstance(v ** p, complex) else v ** p)
        f.ask("parse", (repr(v),), lambda: float(repr(v)))
    for x in [0.5, 1.5, 2.5, 25.0, 35.0, 45.0, 250.0, 350.0, 5e22, 25.1, 0.125, 0.375, 2.675, 1.005, 1e300, 5e300, 4.999e300, 1.7976931348623157e308]:
        for n in (-300, -301, -308, -23, -22, -2, -1, 0, 1, 2):
            f.ask("round", (x, n), lambda: round(x, n))
            f.ask("round", (-x, n), lambda: round(-x, n))
    texts = ["", " ", "1", "1.", ".5", ".", "1e5", "1E+05", "1e", "e5", "+.5e-3", "- 5", "1_000.5", "1__0", "_1", "1_", "1_.5", "1._5", "1_e5", "1e_5", "inf",
             "-Infinity", "+NaN", "infinit", "nan()", "0x10", "1\0", " 1 ", "\t1\n", "1e400", "-1e400", "1e-400", "\u0663.\u0664", "\u00a05\u2003", "\u096be\u096b",
             "1" * 400, "0." + "0" * 400 + "1", "2.4703282292062327e-324", "2.4703282292062328e-324", "9007199254740993", "1\ud800", "1 2", "\x0b1\x0c"]
    for t in texts:
        f.ask("parse", (t,), lambda: float(t))
    hexes = ["0x1p0", "0x1.8p3", "-0x.8p-1", "1", "a.8", "0x1p2000", "0x1p-2000", "0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0", "0x1.fffffffffffffp1023",
             "0x1.fffffffffffff8p1023", "0x0.00000000000008p-1022", "0x0.00000000000004p-1022", "0x0.00000000000004001p-1022", "inf", "-nan", "0x", "0x.p1", "0x1p", "0x1.1.1", "zz",
             " 0x1p1 ", "0x1p+5", "0x1p99999999999999999999", "0x0p99999999999999999999", "0x1.0000000000000000000000000000001p0", "0x1.00000000000008p0", "0x1.0000000000000800000001p0", "0x123456789abcdef12345", "0X1P1"]
    for t in hexes:
        f.ask("fromhex", (t,), lambda: float.fromhex(t))
    g = File("complex.txt")
    for _ in range(250):
        z = complex(some_float() if rng.random() < 0.7 else rng.randint(-3, 3), some_float() if rng.random() < 0.7 else rng.randint(-3, 3))
        w = complex(rng.choice([0, 1, -1, 2, 0.5, some_float()]), rng.choice([0, 0, 1, -2.5, some_float()]))
        g.ask("repr", (z,), lambda: repr(z))
        g.ask("mul", (z, w), lambda: z * w)
        g.ask("div", (z, w), lambda: z / w)
        g.ask("abs", (z,), lambda: abs(z))
        if z == z:
            g.ask("hash", (z,), lambda: hash(z))
        e = complex(rng.choice([0, 1, 2, 3, -1, -2, 0.5, -0.5]), rng.choice([0, 0, 0, 1, -0.5]))
        g.ask("pow", (z, e), lambda: z ** e)
    for t in ["1+2j", "", "1+", "(1+2j)", " ( 1+2j ) ", "1_0j", "j", "-j", "+J", "nanj", "inf-infj", "1", "1e5j", "1e5-1e-5J", "(1", "1)", "1 + 2j", "1+2", "1+2j3", "1__0j",
              "infinity+nanj", "1e", "1ej", ".j", "1.j", ".5+.5j", "1+-2j", "--j", "1+j", "1-j", "1j+2", "((1))", "()", "\u0663+\u0664j", "1\u00a0"]:
        g.ask("parse", (t,), lambda: complex(t))
    f.write()
    g.write()


def formats():
    f = File("format.txt")
    specs = ["", "d", "x", "X", "#x", "#X", "b", "#b", "o", "#o", "n", "c", "e", "E", "f", "F", "g", "G", "%", "s", "Q", "\u0394", "\x01", "5", "05", "<5", ">5", "^5", "=5", "*^9", "0=9",
             "+", "-", " ", "+d", " d", "z", "zf", "z.1f", "#", "#.0f", "#.3g", ",", "_", "_x", ",x", "_b", "#_b", "#012_b", "020,", "019,", "=20,", "*=20,", "<20,", "^+21,", ",.3f", "_.2f",
             "020_x", ",%", ",,", ",_", "_,", "__", "_s", ",n", "_n", ",c", "+c", "#c", ".5c", "05c", "<05c", "*^5c", "5.", ".", ".0", ".1", ".3", ".10", ".17", ".0f", ".0e", ".0g", ".2%", "10.4f", "010.4f",
             "<010.4f", "-010.4f", "+010,.2f", "#g", "#e", ".3n", "99999999999999999999d", ".99999999999999999999f", ".2147483648f", "d ", "QQ", "  5", "5d5", "\u20ac>6", "\U0001f600^7d", "\ud800<3",
             "}", "{", "<<5", "\u0663d", "=", "0", "00", "00005", "z+", "+z", "+z#010,.3f", "z#", "10_", "_.3", ",.3", "_5"]
    values = [0, 1, -1, 42, -42, 1234567, -1234567890, 10**30, 255, 65, 0x20AC, 0xD800, 1114111, 1114112, -5, 2**70]
    reals = [0.0, -0.0, 1.0, -1.5, 3.14159, 1234567.891, -0.01, 1e100, 1e-10, 123456789.0, 0.5, 2.5, 1e16, 1e15, 0.0001, 0.00001, math.inf, -math.inf, math.nan, 99999.5, 5e-324]
    for s in specs:
        for v in rng.sample(values, 7) + [42, -1234567890]:
            f.ask("int", (v, s), lambda: format(v, s))
        for v in rng.sample(reals, 8) + [1234567.891]:
            f.ask("float", (v, s), lambda: format(v, s))
        for v in [1 + 2j, -0.0 + 0j, 0j, 1234.5 - 6789j, complex(math.nan, -math.inf)]:
            f.ask("complex", (v, s), lambda: format(v, s))
        for v in ["", "abc", "h\u00e9llo", "\u20ac"]:
            f.ask("str", (v, s), lambda: format(v, s))
    for v in reals + [some_float() for _ in range(60)]:
        for s in ["", ".0f", ".1f", ".2f", ".5f", ".20f", ".0e", ".1e", ".16e", ".25e", ".1g", ".5g", ".17g", ".3", ".16", ".17", ".0"]:
            f.ask("float", (v, s), lambda: format(v, s))
    f.write()

    f = File("percent.txt")
    kinds = "diuoxXeEfFgGc"
    for _ in range(900):
        flags = "".join(c for c in "-+ #0" if rng.random() < 0.25)
        width = rng.choice(["", "", "5", "12", "1"])
        precision = rng.choice(["", "", ".", ".0", ".3", ".10"])
        kind = rng.choice(kinds)
        v = rng.choice(values) if kind in "diuoxXc" else rng.choice(reals)
        t = "%" + flags + width + precision + rng.choice(["", "", "l", "h"]) + kind
        f.ask("number", (t, v), lambda: t % v)
    for t in ["", "a", "a%%b", "%d%%%s", "%(a)d", "%(a(b)c)s-", "%(a", "%", "abc%", "%5", "%-", "%(a)", "%*d", "%.*f", "%*.*d", "%hd", "%hhd", "%5%", "%\u0394", "%\u20ac\u0663d", "%-+ #05.3lx", "%.d",
              "%99999999999999999999d", "%.2147483648d", "%9223372036854775807d", "%((()))s"]:
        f.ask("parse", (t,), lambda: percent_pieces(t))
    f.write()

    f = File("template.txt")
    for t in ["", "a", "{}", "{0}", "{a}", "{{}}", "{{{}}}", "a{}b{}c", "{", "}", "a}b", "{a", "{!r", "{!}", "{!x}", "{!r}", "{!r:}", "{!rr}", "{0!", "{0!r ", "{0:", "{0:>5}", "{0:{}}", "{0:{1}.{2}}", "{0:{",
              "{0:}}", "{a{b}}", "{a[{]}", "{a[}]}", "{a[!]}", "{a[:]}", "{a[", "{a[1}", "{a[1]", "{a!s:x:y}", "{:{{}}}", "{\ud800}", "{a[\ud800]}", "{}}", "{{}", "}}{{", "x{y:\u20ac}z", "{0:{1:{2}}}", "{a!\u20ac}"]:
        f.ask("pieces", (t,), lambda: pieces(t))
    import _string
    for t in ["", "0", "a", "a.b", "a[0]", "a[b]", "a[-1]", "a[0]x", "a[0].b[c].d", ".a", "[0]", "a.", "a..b", "a[]", "a[", "a[0", "00", "-1", "0x1", " 0", "\u0663", "99999999999999999999", "a[99999999999999999999]", "a.b[0", "a[0][1]", "a.[0]"]:
        f.ask("name", (t,), lambda: name(t))
    f.write()


def pieces(t):
    import _string
    out = []
    for literal, field, spec, conversion in _string.formatter_parser(t):
        out.append("L" + literal)
        if field is not None:
            out += ["N" + field, "S" + spec, "C" + (conversion or "")]
    return out


def name(t):
    import _string
    first, rest = _string.formatter_field_name_split(t)
    return [("I%d" % first) if isinstance(first, int) else "A" if first == "" else "N" + first] + \
        [("." if attr else "#" if isinstance(x, int) else "[") + str(x) for attr, x in rest]


def percent_pieces(t):
    """What % makes of a template, told by arguments that note how they are asked for."""
    class Star(int):
        pass

    # CPython has no parser to ask: the errors are what is recorded, with enough arguments for any of these.
    class Any(dict):
        def __missing__(self, key):
            return 1
    if "(" in t:
        t % Any()
    else:
        n = len(re.findall(r"%[-+ #0]*\*?[0-9]*(?:\.\*?[0-9]*)?[hlL]?[^%0-9*.(]", t.replace("%%", ""))) + t.count("*")
        if "9223372036854775807" not in t:
            t % ((1,) * n)
    return "ok"


def texts():
    f = File("text.txt")
    samples = ["", "a", "abc", "ABC", "aBc dEf", "  x  ", "\t a\n b\x0bc ", "a\r\nb\rc\nd\x0be\x0cf\x1cg\x1dh\x1ei\x85j\u2028k\u2029l", "stra\u00dfe", "\u01c5\u01c6\u01c4", "\u0391\u03a3", "\u0391\u03a3\u0391 \u03a3", "\u03a3", "A\u03a3\u0301", "a\u00ad\u03a3 b",
               "\u0130\u0131I", "\ufb01\ufb03", "\u0149\u1f80\u1f88", "\u1e9e", "\u0345\u03b1", "don't stop-me NOW", "\U00010400\U00010428", "\ud800a", "\u00b5\u017f", "123", "\u00b2\u00bd\u0663\u2167\u4e00", "a1_", "1a", "_", "\u00aa\u2118\u212e", "caf\u00e9", "x y", "\u3000\u00a0", "it's \"x\"", "it's", '"q"', "\\", "\x00\x7f\x80\xad\u0378\U000e0001\ufffe\U0001f600", "a\tb\tcd\n\te", "-12", "+5", "x-1"]
    samples += ["".join(chr(rng.choice([rng.randint(32, 126), rng.randint(0, 0x2ff), rng.randint(0x370, 0x3ff), rng.randint(0x1e00, 0x1fff), rng.randint(0, 0x10ffff)])) for _ in range(rng.randint(1, 12))) for _ in range(60)]
    for s in samples:
        for m in ["upper", "lower", "title", "casefold", "swapcase", "capitalize", "strip", "lstrip", "rstrip", "isupper", "islower", "istitle", "isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isidentifier", "isprintable", "isspace", "splitlines", "split", "expandtabs"]:
            f.ask(m, (s,), lambda: getattr(s, m)())
        f.ask("repr", (s,), lambda: repr(s))
        f.ask("ascii", (s,), lambda: ascii(s))
        f.ask("keepends", (s,), lambda: s.splitlines(True))
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            f.ask(form, (s,), lambda: unicodedata.normalize(form, s))
        n = rng.randint(0, 3)
        f.ask("splitn", (s, n), lambda: s.split(None, n))
        f.ask("rsplitn", (s, n), lambda: s.rsplit(None, n))
        f.ask("zfill", (s, n + 4), lambda: s.zfill(n + 4))
        f.ask("tabs", (s, n), lambda: s.expandtabs(n))
    for _ in range(60):
        b = rng.randbytes(rng.randint(0, 12))
        f.ask("repr_bytes", (b,), lambda: repr(b))
    for b in [b"'", b'"', b"'\"", b"\\\n\t\r\x00\x7f\xff"]:
        f.ask("repr_bytes", (b,), lambda: repr(b))
    alphabets = ["ab", "ab\u0101", "ab\U0001f600"]
    for _ in range(500):
        alphabet = rng.choice(alphabets)
        hay = "".join(rng.choices(alphabet, k=rng.randint(0, 40)))
        needle = "".join(rng.choices(alphabet, k=rng.randint(0, 4)))
        f.ask("find", (hay, needle), lambda: hay.find(needle))
        f.ask("rfind", (hay, needle), lambda: hay.rfind(needle))
        f.ask("count", (hay, needle), lambda: hay.count(needle))
        n = rng.randint(-1, 3)
        if needle:
            f.ask("splitsep", (hay, needle, n), lambda: hay.split(needle, n))
            f.ask("rsplitsep", (hay, needle, n), lambda: hay.rsplit(needle, n))
        f.ask("stripset", (hay, needle), lambda: hay.strip(needle or "a"))
    f.write()

    f = File("escapes.txt")
    bodies = [r"\x", r"\x1", r"ab\x1", r"\xzz", r"\u123", r"\u", r"\U0011000", r"\U00110000", r"\N", r"\N{", r"\N{}", r"\N{foo}", r"\Nfoo", r"\N{foo", r"\N{LATIN SMALL LETTER A}", r"\400", r"\777", r"\8", r"\z", r"\ ",
              "\u00e9\\z", "\u00e9\\x1", r"\q\400", r"\400\q", r"\u00e9\x1", "\\N\u00e9", "\\\u00e9", "\\\u00e9\\x", r"\N{BELL}", r"\N{NULL}", r"\N{LF}", r"\N{latin small letter a}", r"\N{LATIN SMALL LETTER A WITH MACRON AND GRAVE}",
              r"\N{CJK UNIFIED IDEOGRAPH-4E00}", r"\N{HANGUL SYLLABLE GAG}", r"\N{hangul syllable gag}", r"\N{cjk unified ideograph-4e00}", r"\N{CJK UNIFIED IDEOGRAPH-4e00}", r"\N{-}", r"\N{HANGUL JUNGSEONG O-E}", r"\N{HANGUL JUNGSEONG OE}", r"\N{KEYCAP NUMBER SIGN}", r"\N{BOM}", r"\N{LATIN_SMALL}", r"\ud800\udc00", r"\0\00\000\0000\18", r"\a\b\f\n\r\t\v\\\'\"", "\\\nx", r"\N{EN DASH}", "abc\u00e9\\N{zzz}", "\U0001f600\\N{zzz}",
              r"\N{LATINSMALLLETTERA}", r"\N{LATIN SMALL LETTER A }", r"\N{LATIN-SMALL-LETTER-A}", r"\N{SPACE}", r"\N{ZWJ}", r"\N{GREEK SMALL LETTER LAMDA}", r"\N{DIGIT ONE}", r"\N{CUNEIFORM SIGN DAG3}", "\\N{\u00e9}", "\\N{\u00e9", r"\N{VS16}", r"\N{ALERT}", r"\N{TIBETAN LETTER -A}"]
    for b in bodies:
        for kind in ("str", "bytes"):
            def value(prefix="" if kind == "str" else "b"):
                with warnings.catch_warnings(record=True) as w:
                    warnings.simplefilter("always")
                    try:
                        v = eval(prefix + "'''" + b.replace("'", "\\'") .replace("\\\\'", "\\'") + "'''")
                    except SyntaxError as e:
                        raise SyntaxError(e.msg) from None
                return [v.decode("latin-1") if isinstance(v, bytes) else v, str(w[0].message) if w else ""]
            f.ask(kind, (b,), value)
    for b in bodies:
        raw = b.encode("latin-1", "ignore")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            f.ask("codec", (raw,), lambda: raw.decode("unicode_escape"))
    for s in ["a\\b\n\t\r\x00\x7f\u00e9\u20ac\U0001f600\ud800'\""]:
        f.ask("encode", (s,), lambda: s.encode("unicode_escape"))
        f.ask("raw", (s,), lambda: s.encode("raw_unicode_escape"))
    f.write()


def codecs():
    f = File("codecs.txt")
    handlers = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace", "namereplace"]
    raws = [b"abc", b"\xff", b"a\xffb", b"\xc3\xa9", b"\xc3", b"\xe2\x82", b"\xe2\x82\xac", b"\xe2(\xa1", b"\xf0\x9f\x98", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xed\xb2\x80x", b"\xc0\x80", b"\xf5\x80\x80\x80", b"\xf4\x90\x80\x80",
            b"\x80\x81", b"\xe0\x80\x80", b"\xf0\x80", b"\xe2\x82\xac\xe2\x82", b"\xef\xbb\xbfa\xff", b"\xff\xfea", b"\xff\xfea\0", b"\xfe\xff\0a\xd8\0", b"a\0\0\xdc", b"a\0\0\xd8a\0", b"\0\0\xfe\xff\0\0\xd8\0", b"\xff\xfe\0\0a\0\0\0", b"\xff\xfe\0\0\0\0\x11\0", b"\0\xd8\0\0", b"\xd8\0\xd8\0\0a", b"\xff\xfe\0\xd8", b"=\xd8\0\xde", b"\xd8=\xde\0"]
    for enc in ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "latin-1", "ascii"]:
        for raw in raws:
            for h in handlers[:6]:
                f.ask("decode", (enc, h, raw), lambda: raw.decode(enc, h))
        for s in ["abc", "\u00e9", "\u20ac\u00e9\u20ac", "a\ud800\udc80b", "\udc80\udcff\ud800", "\U0001f600x\ud800", "\u20ac\udc80", "\udc80\u20ac", "\udcff"]:
            for h in handlers:
                f.ask("encode", (enc, h, s), lambda: s.encode(enc, h))
    f.write()


def hashes():
    script = r'''
import sys
sys.path.insert(0, sys.argv[2])
import record, random
rng = random.Random(5)
f = record.File("x")
seed = int(sys.argv[1])
samples = ["", "a", "ab", "hello world", "\u00e9", "\u20ac", "\U0001f600", "\ud800", "x" * 100] + ["".join(chr(rng.choice([rng.randint(1, 127), rng.randint(1, m)])) for _ in range(n)) for n in range(1, 20) for m in (255, 0xffff, 0x10ffff)]
for s in samples:
    f.ask("str", (seed, s), lambda: hash(s))
for n in range(20):
    b = rng.randbytes(n)
    f.ask("bytes", (seed, b), lambda: hash(b))
if seed == 0:
    for n in range(12):
        t = tuple(rng.randint(-2**62, 2**62) % (2**61 - 1) for _ in range(n))
        f.ask("tuple", (t,), lambda: hash(t))
        f.ask("frozenset", (t,), lambda: hash(frozenset(t)))
    f.ask("slice", ((1, 2, 3),), lambda: hash(slice(1, 2, 3)))
print("\n".join(f.lines))
'''
    lines = []
    for seed in (0, 42, 4294967295):
        out = subprocess.run([sys.executable, "-c", script, str(seed), os.path.dirname(os.path.abspath(__file__))], env={"PYTHONHASHSEED": str(seed)}, capture_output=True, text=True, check=True)
        lines += out.stdout.splitlines()
    with open(os.path.join(HERE, "hash.txt"), "w") as f:
        f.write("\n".join(lines) + "\n")
    print("hash.txt", len(lines))


def fnv(values):
    h = 0xCBF29CE484222325
    for v in values:
        h = ((h ^ v) * 0x100000001B3) & (2**64 - 1)
    return h


def unicode():
    f = File("unicode.txt")
    every = [chr(c) for c in range(0x110000)]
    for m in ["isalpha", "isdecimal", "isdigit", "isnumeric", "isalnum", "isprintable", "isspace", "isupper", "islower", "isidentifier"]:
        f.ask(m, (), lambda: fnv(getattr(s, m)() for s in every))
    for m in ["upper", "lower", "title", "casefold"]:
        f.ask(m, (), lambda: fnv(ord(x) for s in every for x in getattr(s, m)()))
    f.ask("continue", (), lambda: fnv(("a" + s).isidentifier() for s in every))
    f.ask("decimal", (), lambda: fnv(unicodedata.decimal(s, 99) for s in every))
    f.ask("digit", (), lambda: fnv(unicodedata.digit(s, 99) for s in every))
    f.ask("category", (), lambda: fnv(ord(x) for s in every for x in unicodedata.category(s)))
    f.ask("linebreak", (), lambda: fnv(len(("a" + s + "b").splitlines()) == 2 for s in every))
    f.ask("name", (), lambda: fnv(ord(x) for s in every for x in unicodedata.name(s, "")))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        f.ask(form, (), lambda: fnv(ord(x) for s in every for x in unicodedata.normalize(form, s)))
    f.write()


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    ints()
    floats()
    formats()
    texts()
    codecs()
    hashes()
    unicode()
