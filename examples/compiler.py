"""A compiler and a machine in one page: expressions become code for a stack, and the stack computes.

It has the three parts that minipy has. `tokens` cuts text into words; `Parser` finds the tree (here by precedence climbing);
`compile_tree` walks the tree and writes instructions; `run` executes them. Compare with `minipy dis`: the shape is the same.
"""

from sys import stdout


def tokens(text):
    """Numbers, names and marks, each with its column."""
    at = 0
    while at < len(text):
        mark = text[at]
        start = at
        if mark.isspace():
            at += 1
            continue
        if mark.isdigit() or mark == ".":
            while at < len(text) and (text[at].isdigit() or text[at] == "."):
                at += 1
            yield "number", text[start:at], start
        elif mark.isalpha() or mark == "_":
            while at < len(text) and (text[at].isalnum() or text[at] == "_"):
                at += 1
            yield "name", text[start:at], start
        else:
            at += 2 if text[at : at + 2] == "**" else 1
            yield "mark", text[start:at], start
    yield "end", "", len(text)


class Parser:
    #       how strongly an operator binds, and whether it groups to the right
    BINARY = {"+": (1, False), "-": (1, False), "*": (2, False), "/": (2, False), "%": (2, False), "**": (4, True)}
    UNARY = 3

    def __init__(self, text):
        self.words = list(tokens(text))
        self.at = 0

    def next(self):
        word = self.words[self.at]
        self.at += 1
        return word

    def peek(self):
        return self.words[self.at]

    def expect(self, mark):
        kind, text, column = self.next()
        if text != mark:
            raise SyntaxError(f"column {column}: expected {mark!r}, found {text or 'the end'!r}")

    def parse(self):
        tree = self.expression(0)
        self.expect("")
        return tree

    def expression(self, weakest):
        left = self.operand()
        while True:
            operator = self.peek()[1]
            strength, to_right = self.BINARY.get(operator, (0, False))
            if not strength or strength < weakest:
                return left
            self.next()
            right = self.expression(strength if to_right else strength + 1)
            left = ("binary", operator, left, right)

    def operand(self):
        kind, text, column = self.next()
        match kind, text:
            case "number", _:
                return ("number", float(text) if "." in text else int(text))
            case "name", _ if self.peek()[1] == "(":
                return ("call", text, self.arguments())
            case "name", _:
                return ("name", text)
            case "mark", "-":
                return ("negative", self.expression(self.UNARY))
            case "mark", "(":
                inside = self.expression(0)
                self.expect(")")
                return inside
        raise SyntaxError(f"column {column}: unexpected {text or 'end'!r}")

    def arguments(self):
        self.expect("(")
        found = []
        while self.peek()[1] != ")":
            found.append(self.expression(0))
            if self.peek()[1] != ")":
                self.expect(",")
        self.expect(")")
        return found


def compile_tree(tree):
    """A list of (instruction, argument), in the order in which a stack wants them: operands first."""
    code = []

    def emit(node):
        match node:
            case ("number", value):
                code.append(("LOAD_CONST", value))
            case ("name", name):
                code.append(("LOAD_NAME", name))
            case ("negative", inner):
                emit(inner)
                code.append(("UNARY_NEGATIVE", None))
            case ("binary", operator, left, right):
                emit(left)
                emit(right)
                # Two constants need no machine: fold them, as Python's own compiler does.
                if len(code) >= 2 and code[-1][0] == code[-2][0] == "LOAD_CONST" and not (operator in "/%" and not code[-1][1]):
                    b, a = code.pop()[1], code.pop()[1]
                    code.append(("LOAD_CONST", OPERATIONS[operator](a, b)))
                else:
                    code.append(("BINARY_OP", operator))
            case ("call", name, arguments):
                for argument in arguments:
                    emit(argument)
                code.append(("CALL", (name, len(arguments))))
            case _:
                raise TypeError(f"no such node: {node!r}")

    emit(tree)
    return code


OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
    "**": lambda a, b: a**b,
}


def run(code, names, functions, trace=None):
    stack = []
    for instruction, argument in code:
        if instruction == "LOAD_CONST":
            stack.append(argument)
        elif instruction == "LOAD_NAME":
            stack.append(names[argument])
        elif instruction == "UNARY_NEGATIVE":
            stack.append(-stack.pop())
        elif instruction == "BINARY_OP":
            right = stack.pop()
            stack.append(OPERATIONS[argument](stack.pop(), right))
        elif instruction == "CALL":
            name, count = argument
            arguments = stack[len(stack) - count :]
            del stack[len(stack) - count :]
            stack.append(functions[name](*arguments))
        if trace is not None:
            trace.write(f"    {instruction:<15}{'' if argument is None else argument!s:<10} {stack}\n")
    (result,) = stack
    return result


NAMES = {"x": 3, "y": 4, "half": 0.5}
FUNCTIONS = {"max": max, "min": min, "hyp": lambda a, b: (a * a + b * b) ** 0.5}

for text in ("1 + 2 * 3", "-x ** 2", "(x + y) * (x - y)", "2 ** 3 ** 2", "hyp(x, y) / max(1, half)", "x % 2 + 2 * 5 - 10"):
    print(text)
    code = compile_tree(Parser(text).parse())
    print("  =", run(code, NAMES, FUNCTIONS, stdout))

print()
for text in ("1 +", "(1 + 2", "3 $ 4", "1 / (x - 3)", "z", "max(1 2)"):
    try:
        print(f"{text:12} = {run(compile_tree(Parser(text).parse()), NAMES, FUNCTIONS)}")
    except (SyntaxError, ZeroDivisionError, KeyError) as error:
        print(f"{text:12} {type(error).__name__}: {error}")
