"""Searching, replacing, joining and translating in texts around the sizes where the method changes."""
for size in (0, 1, 2, 62, 63, 64, 65, 66, 200):
    text = "ab" * (size // 2) + "a" * (size % 2)
    for needle in ("", "a", "b", "ab", "ba", "aa", "abab", text, text + "a", text[1:], "b\u00e9", "\u4e2d"):
        found = [text.find(needle), text.rfind(needle), text.count(needle), needle in text]
        assert text.replace(needle, needle) == text
        assert not needle or needle.join(text.split(needle)) == text
        other = text.replace(needle, "<>")
        assert other.count("<>") == found[2], (text, needle)
        print(size, len(needle), found, len(other), len(text.replace(needle, "\u4e2d", 2)))
print("".join(["a", "\u00e9", "\u4e2d", "\U0001f600"]), "\u00e9".join("abc"), repr("".join([])), "-".join(["x"]), ", ".join(("a", "b")))
print(",".join(str(i) for i in range(20)), ",".join([str(i) for i in range(17)]))
for bad in (["a", 1], [1], ("a", None), 5):
    try:
        "".join(bad)
    except TypeError as error:
        print(error)
table = {97: "b", 98: None, 99: "long", 100: 0x4E2D, 101: "\u00e9", 102: 103}
text = "abcdefxyz" * 40
print(text.translate(table) == "".join("" if c == "b" else {"a": "b", "c": "long", "d": "\u4e2d", "e": "\u00e9", "f": "g"}.get(c, c) for c in text))
print("abcdef".translate(table), "h\u00e9llo a".translate(table), "".translate(table), ("x" * 300).translate(table) == "x" * 300)
for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-32-be", "utf-8"):
    print("a\u00e9".encode(encoding), "ab".encode(encoding), "".encode(encoding), "\u4e2da".encode(encoding))
