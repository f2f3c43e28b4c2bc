"""A reader for JSON, written out: no library, one character at a time, errors that say where.

The grammar is small enough to be read off the methods: `value` looks at one character and knows which of the others to call.
Reading is recursion: an array holds values, a value may be an array.
"""


class JSONError(ValueError):
    """The text is no JSON: says what was wanted, and at which line and column."""

    def __init__(self, message, text, position):
        self.line = text.count("\n", 0, position) + 1
        self.column = position - (text.rfind("\n", 0, position) + 1) + 1
        super().__init__(f"{message} at line {self.line}, column {self.column}")


class Reader:
    ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
    WORDS = {"t": ("true", True), "f": ("false", False), "n": ("null", None)}

    def __init__(self, text):
        self.text = text
        self.at = 0

    # -- the helpers -----------------------------------------------------------------------------------------------------

    def error(self, message):
        return JSONError(message, self.text, self.at)

    def peek(self):
        """The next character that is not a space, or '' at the end."""
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1
        return self.text[self.at : self.at + 1]

    def expect(self, mark):
        if self.peek() != mark:
            raise self.error(f"expected {mark!r}")
        self.at += 1

    # -- the grammar -----------------------------------------------------------------------------------------------------

    def value(self):
        first = self.peek()
        if first == "{":
            return self.object()
        if first == "[":
            return self.array()
        if first == '"':
            return self.string()
        if first in self.WORDS:
            return self.word(*self.WORDS[first])
        if first == "-" or first.isdigit():
            return self.number()
        raise self.error("expected a value")

    def object(self):
        result = {}
        self.expect("{")
        if self.peek() == "}":
            self.at += 1
            return result
        while True:
            if self.peek() != '"':
                raise self.error("expected a name in quotes")
            name = self.string()
            self.expect(":")
            result[name] = self.value()
            if self.peek() == "}":
                self.at += 1
                return result
            self.expect(",")

    def array(self):
        result = []
        self.expect("[")
        if self.peek() == "]":
            self.at += 1
            return result
        while True:
            result.append(self.value())
            if self.peek() == "]":
                self.at += 1
                return result
            self.expect(",")

    def string(self):
        self.expect('"')
        parts = []
        while True:
            start = self.at
            while self.at < len(self.text) and self.text[self.at] not in '"\\\n':
                self.at += 1
            parts.append(self.text[start : self.at])
            mark = self.text[self.at : self.at + 1]
            if mark == '"':
                self.at += 1
                return "".join(parts)
            if mark != "\\":
                raise self.error("the string does not end")
            self.at += 1
            parts.append(self.escape())

    def escape(self):
        kind = self.text[self.at : self.at + 1]
        if kind == "u":
            digits = self.text[self.at + 1 : self.at + 5]
            try:
                code = int(digits, 16)
            except ValueError as error:
                raise self.error("expected four hexadecimal digits") from error
            self.at += 5
            return chr(code)
        if kind not in self.ESCAPES or not kind:
            raise self.error("no such escape")
        self.at += 1
        return self.ESCAPES[kind]

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "+-0123456789.eE":
            self.at += 1
        digits = self.text[start : self.at]
        try:
            return int(digits) if digits.lstrip("-").isdigit() else float(digits)
        except ValueError:
            self.at = start
            raise self.error(f"{digits!r} is no number") from None

    def word(self, spelling, meaning):
        if not self.text.startswith(spelling, self.at):
            raise self.error(f"expected {spelling!r}")
        self.at += len(spelling)
        return meaning


def loads(text):
    reader = Reader(text)
    result = reader.value()
    if reader.peek():
        raise reader.error("something follows the value")
    return result


def outline(value, name="document", depth=0):
    """One line per value, indented: a generator that hands on what its children say."""
    indent = "  " * depth
    if isinstance(value, dict):
        yield f"{indent}{name}: {len(value)} entries"
        for key, item in value.items():
            yield from outline(item, key, depth + 1)
    elif isinstance(value, list):
        yield f"{indent}{name}: {len(value)} items"
        for i, item in enumerate(value):
            yield from outline(item, f"[{i}]", depth + 1)
    else:
        yield f"{indent}{name} = {value!r}"


DOCUMENT = """
{
    "name": "minipy",
    "layers": ["tokens", "tree", "code", "frames", "blocks"],
    "pool": {"size": 4096, "arena": 262144, "ratio": 1.5e-2},
    "alignment": 16,
    "quoted": "a \\"tab\\":\\t, a heart: \\u2665",
    "empty": [[], {}, ""],
    "facts": [true, false, null, -1, 0.5]
}
"""

document = loads(DOCUMENT)
for line in outline(document):
    print(line)
print()
print("the pools of one arena:", document["pool"]["arena"] // document["pool"]["size"])
print("layers:", " -> ".join(document["layers"]))
print()

for broken in ('{"a": 1,}', "[1, 2", '{"a" 1}', '"open', "[1, 2] 3", "[tru]", "[1,\n 2,\n ?]", '"\\x"', "-", '["\\u12"]'):
    try:
        print(loads(broken))
    except JSONError as error:
        print(f"{broken!r:24} {error}")
