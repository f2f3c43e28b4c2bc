"""Strings: building, splitting, joining, formatting, searching."""

WORDS = "the quick brown fox jumps over the lazy dog and runs away".split()


def build(n):
    parts = []
    for i in range(n):
        parts.append(WORDS[i % len(WORDS)].capitalize())
        parts.append(f"{i:05d}")
    return " ".join(parts)


def frequency(text):
    counts = {}
    for word in text.split():
        word = word.lower().strip("0123456789")
        if word:
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def caesar(text, by):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            ch = chr((ord(ch) - 97 + by) % 26 + 97)
        out.append(ch)
    return "".join(out)


text = build(200000)
print(len(text), frequency(text)[:3])
secret = caesar(text[:800000], 3)
print(secret[:40], caesar(secret, -3) == text[:800000])
print(text.count("Fox"), text.find("00199999"), len(text.replace("Lazy", "eager")))
