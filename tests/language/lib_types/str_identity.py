# When an operation on a str returns its argument, and which strings are shared.
s = "".join(["ab", "cd"])


class Sub(str):
    pass


sub = Sub("abcd")
print(s[:] is s, s[0:] is s, s[::1] is s, s[0:4] is s, s[0:100] is s)
print(str(s) is s, s * 1 is s, 1 * s is s, s + "" is s, "" + s is s)
print(s.replace("x", "y") is s, s.replace("a", "a", 0) is s, s.strip() is s, s.lstrip("x") is s, s.rstrip() is s)
print("".join([s]) is s, "-".join((s,)) is s, "%s" % s is s, format(s) is s, format(s, "") is s)
print(s.expandtabs() is s, s.zfill(2) is s, s.center(4) is s, s.ljust(3) is s, s.rjust(0) is s)
print(s.removeprefix("x") is s, s.removesuffix("x") is s, s.split("x")[0] is s, s.split()[0] is s, s.partition("x")[0] is s)
print(s.splitlines()[0] is s, s.rsplit(",")[0] is s, s.rpartition("x")[2] is s)
for made in (sub[:], str(sub), sub * 1, sub + "", sub.replace("x", "y"), sub.strip(), "".join([sub]), sub.lower(), sub.zfill(1)):
    print(type(made).__name__, made == sub, made is sub, end="; ")
print()
print(s[0:0] is "", s[4:] is s[:0], s * 0 is "", " ".strip() is "", "".join([]) is "", str() is "")
for c in ("a", "\xe9", "\x00", "\xff"):
    print(c is chr(ord(c)), ("x" + c)[1] is c, (c + "x")[0] is c, list(c + "yz")[0] is c, c.join([""]) is "", end="; ")
print()
w = "\u4f60"
print(chr(0x4F60) == w, hash(w) == hash(chr(0x4F60)))
import sys

t = "".join(["zq", "_unheard", "_of"])
u = sys.intern(t)
print(u is t, sys.intern("".join(["zq", "_unheard", "_of"])) is t)
d = {}
d["".join(["at", "tr"])] = 1
print("attr" in d, d["attr"])


class C:
    pass


c = C()
setattr(c, "".join(["na", "me"]), 5)
print(c.name, [k is sys.intern("name") for k in vars(c)])
a = "x" * 10
b = a
a += "y"
print(a, b, a is b)
total = ""
ids = set()
for i in range(1000):
    total += str(i % 10)
print(len(total), total[:20], total[-5:])
total = "\xe9"
for i in range(300, 320):
    total += chr(i)
print(total, len(total), ascii(total[:3]))
for text in ("", "a", "ab", "\xe9x", "\u4f60", "\U0001f600", "a\u4f60", "x" * 100):
    print(ascii(text), text.__sizeof__(), sub.__class__(text) == text)
