# % formatting, str.format, f-strings and format().
print("%d|%5d|%-5d|%05d|%+d|% d" % (42, 42, 42, 42, 42, 42), "%x %X %#x %o %#o" % (255, 255, 255, 8, 8))
print("%s|%10s|%-10s|%.2s|%r|%a" % ("abc", "abc", "abc", "abc", "it's", "h\xe9"), "%c%c" % ("x", 0x4F60))
print("%f %.2f %10.3f %-10.1f| %e %.3E %g %G" % (1.5, 2.345, 3.14159, 2.5, 12345.678, 0.00012, 1e20, 1e-5), "%5.1f%%" % 99.5)
print("%(name)s is %(age)d" % {"name": "Bob", "age": 5}, "%*d|%-*d|%.*f" % (5, 1, 5, 1, 2, 3.14159), "%i %u" % (3.9, -2))
print("{} {}".format(1, "a"), "{1} {0}".format("a", "b"), "{x}-{y}".format(x=1, y=2), "{0[1]} {1[k]} {2.real}".format([1, 2], {"k": "v"}, 7))
print("{:>8}|{:<8}|{:^8}|{:*^8}|{:08.3f}".format("r", "l", "c", "f", 3.14159), "{:,} {:_} {:x} {:#b} {:e} {:%}".format(1234567, 1234567, 255, 5, 1234.5, 0.25))
print("{!r:>6} {!s} {!a}".format("x", "y", "\xe9"), "{:{}{}}".format("x", ">", 4), "{{}} {{{}}}".format(1), "{:\u4f60^5}".format("x"))
name, width, value = "w", 8, 3.14159
print(f"{name!r:>{width}}|{value:.2f}|{value:{width}.3}|{1 + 1}|{name=}|{{x}}|{'nested ' + f'{name}'}|{value:>10.1f}")
print(format("abc", ">6"), format("abc", ".2"), format(5, "03d"), format(1.5), format(True), format(None), format("\u4f60", "^5"))
print("{a} {b}".format_map({"a": 1, "b": 2}))


class Default(dict):
    def __missing__(self, key):
        return "?" + key


print("{a} {zz}".format_map(Default(a=1)))


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __format__(self, spec):
        return "Point(%s;%s;%s)" % (self.x, self.y, spec)

    def __repr__(self):
        return "P"


p = Point(1, [2, 3])
print("{0.x} {0.y[1]} {0} {0:abc} {0!r} {0!s:>3}".format(p), f"{p} {p:spec} {p!r}", "%s %r" % (p, p))


def attempt(template, *args, **kwargs):
    try:
        print(template.format(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


for bad in ("{", "}", "{0", "{!x}", "{:d}", "{0.nope}", "{0[k]}", "{1}", "{k}", "{0}{}", "{}{0}", "{:{:{}}}", "{!}", "{0[}", "{:>1x}", "{:=5}", "{:,}"):
    attempt(bad, "s", 2, 3)


def percent(template, values):
    try:
        print(template % values)
    except Exception as e:
        print(type(e).__name__, e)


for template, values in (("%d", "x"), ("%d %d", 1), ("%d", (1, 2)), ("%(a)s", 1), ("%y", 1), ("%", 1), ("%c", "ab"), ("%x", 1.5), ("%f", "x"), ("%(a", {}), ("%*d", ("a", 1)), ("%c", 0x110000), ("x", 1), ("x", {}), ("%s", ()), ("%s", ((1, 2),))):
    percent(template, values)
