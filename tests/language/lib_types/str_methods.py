# The methods of str on texts of all four widths, errors included.
texts = ["", "abc", "Hello World", "stra\xdfe", "\u03a3\u039f\u03a6\u039f\u03a3", "\u4f60\u597d, \u4e16\u754c", "x\U0001f600y", "\u01c5ungla"]
for t in texts:
    print(ascii([t.upper(), t.lower(), t.title(), t.capitalize(), t.swapcase(), t.casefold()]))
    print([t.isalpha(), t.isupper(), t.islower(), t.istitle(), t.isidentifier(), t.isprintable(), t.isascii(), t.isalnum()])
    print(ascii([t[::-1], t[1:3], t[-2:], t[::2], t * 2, t + "!", t.center(12, "*"), t.zfill(6)]))
    print(ascii([t.split(), t.split("l"), t.partition(" "), t.rpartition("o"), t.replace("o", "0"), t.find("o"), t.count("o")]))
print("a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), " a  b ".split(), " a  b ".split(" "), "".split(), "".split(","))
print("l1\nl2\r\nl3\rl4\x0bl5\u2028l6".splitlines(), "a\n".splitlines(True))
print("1,2".join("abc"), "-".join(str(i) for i in range(5)), "".join(["\xe9", "\u4f60", "\U0001f600"]).encode())
print("tab\tto\tstop".expandtabs(), "a\tb".expandtabs(4), "-42".zfill(6), "+1".zfill(4))
table = str.maketrans("abc", "xyz", "d")
print(table, "abcd".translate(table), "hello".translate({ord("l"): None, ord("e"): "EE", ord("o"): 48}))
print("spam".startswith(("x", "sp")), "spam".endswith("am", 1, 3), "prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"))
print([c for c in "h\xe9\u4f60\U0001f600"], list(reversed("abc")), max("hello"), min("hello"), sorted("banana"))
print("b" in "abc", "" in "", "bc" in "abc", "\xe9" in "caf\xe9", "\u4f60" in "abc")
print("a" < "b", "abc" < "abd", "Z" < "a", "\xe9" > "z", "\U0001f600" > "\uffff", "a" == "a", "a" != b"a")
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("\t\n\r\\\x00\x7f\x80\xad\u2028\ud800\U000e0001"), ascii("h\xe9\u4f60\U0001f600"))
print("\xe9".encode(), "\xe9".encode("latin-1"), "\u4f60".encode("utf-16-le"), "a\udc80".encode("utf-8", "surrogateescape"), "\u4f60".encode("ascii", "xmlcharrefreplace"))
print(str(b"caf\xc3\xa9", "utf-8"), str(b"\xff", "utf-8", "replace"), str(object=5), str(bytearray(b"x"), "ascii"))
it = iter("abc")
print(next(it), it.__length_hint__(), list(it), next(it, "end"), type(iter("a")).__name__, type(iter("\xe9")).__name__)


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


attempt(lambda: "abc".index("x"))
attempt(lambda: "abc"[5])
attempt(lambda: "abc"["x"])
attempt(lambda: "abc" + 1)
attempt(lambda: 1 + "abc")
attempt(lambda: "abc" * 1.5)
attempt(lambda: 1 in "abc")
attempt(lambda: "abc".join([1]))
attempt(lambda: "abc".join(5))
attempt(lambda: "abc".split(""))
attempt(lambda: "abc".center(5, "ab"))
attempt(lambda: "abc".startswith(1))
attempt(lambda: "\u4f60".encode("ascii"))
attempt(lambda: "abc".encode("nope"))
attempt(lambda: str(b"\xff", "ascii"))
attempt(lambda: str("x", "utf-8"))
attempt(lambda: "abc" < 5)
attempt(lambda: str.maketrans("a", "bc"))
attempt(lambda: "abc".upper(1))
attempt(lambda: "abc".nope)
attempt(lambda: "abc".split(x=1))
attempt(lambda: "ab" * 2**62)


class Text(str):
    tag = "t"

    def __str__(self):
        return "<" + str.__str__(self) + ">"


t = Text("abc")
print(t, repr(t), str(t), f"{t}", "%s" % t, t + "d", t == "abc", hash(t) == hash("abc"), {t: 1}["abc"], t.tag, type(t[:]).__name__)


class Slotted(str):
    __slots__ = ("a", "b")


x = Slotted("h\xe9llo")
x.a = 1
x.b = [x.a]
print(x, len(x), x.a, x.b, x[1], x.upper())
