"""Random arithmetic of large ints, conversions between bases, parsing and printing of floats, hashes of numbers."""

from _cases import arguments, outcome, report


def big(random):
    bits = random.pick([1, 8, 29, 30, 31, 32, 60, 62, 63, 64, 65, 90, 127, 128, 129, 200, 500, 1000, 3000])
    digits = 0
    for _ in range(0, bits, 30):
        digits = digits << 30 | random.pick([random.below(1 << 30), random.below(1 << 30), 0, (1 << 30) - 1])
    digits &= (1 << bits) - 1
    choice = random.below(12)
    if choice == 0:
        digits = 1 << bits
    elif choice == 1:
        digits = (1 << bits) - 1
    return -digits if random.chance(3) else digits


def decimal(random):
    """The text of a float."""
    whole = str(random.below(10 ** random.pick([1, 3, 10, 18])))
    text = whole + random.pick(['', '.', '.' + str(random.below(10 ** random.pick([1, 3, 10, 18])))])
    if random.chance(4):
        text = '.' + whole
    if random.chance(2):
        text += random.pick('eE') + random.pick(['', '+', '-']) + str(random.below(random.pick([10, 30, 340, 400])))
    if random.chance(8):
        text = text[:1] + random.pick(['_', ' ', 'x', '__', '.']) + text[1:]
    return random.pick(['', '', '', '-', '+', ' ', '- ']) + text + random.pick(['', '', '', ' ', '\\n', '_', 'f'])


def case(random):
    choice = random.below(14)
    a, b = big(random), big(random)
    if choice < 4:
        operator = random.pick(['+', '-', '*', '//', '%', '/', '&', '|', '^', '==', '<', '<=', '>', '>='])
        return f'({a}) {operator} ({b})'
    if choice == 4:
        return f'({a}) {random.pick(["<<", ">>"])} {random.pick([0, 1, 5, 29, 30, 31, 63, 64, 100, 1000, -1])}'
    if choice == 5:
        return f'pow({a}, {random.below(30)})' if random.chance(2) else f'pow({a}, {b if abs(b) < 1 << 300 else random.below(1000)}, {big(random)})'
    if choice == 6:
        return f'{random.pick(["hash", "float", "str", "hex", "oct", "bin", "abs", "bool", "int.bit_length", "int.bit_count", "complex"])}({a})'
    if choice == 7:
        return f'divmod({a}, {b})'
    if choice == 8:
        base = random.pick([0, 2, 3, 8, 10, 16, 36, 1, 37, -1, 7])
        text = random.pick([str(abs(a)), hex(abs(a)), oct(abs(a)), bin(abs(a)), str(a), '0' + str(abs(a)), '1_000', '_1', '1_', '1__0', '0x_f', '0_7', '', ' ', '+1', '--1', 'z', 'Zz', '0b', '0o8', '\\u0661'])
        return f'int("{random.pick(["", " ", "-"])}{text}", {base})'
    if choice == 9:
        return f'float("{decimal(random)}")'
    if choice == 10:
        return f'{random.pick(["repr", "hash", "float.hex", "float.as_integer_ratio", "int", "round", "float.is_integer"])}(float("{random.below(10**17)}e{random.below(640) - 340}"))'
    if choice == 11:
        x = f'float("{random.below(10**17)}e{random.below(60) - 40}")'
        y = random.pick([f'float("{random.below(10**17)}e{random.below(60) - 40}")', str(a), f'-{random.below(100)}.5'])
        return f'({x}) {random.pick(["+", "-", "*", "/", "//", "%", "**", "==", "<"])} ({y})' if abs(a) < 1 << 200 else f'round({x}, {random.below(40) - 15})'
    if choice == 12:
        return f'({a}).to_bytes({random.below(40)}, {random.pick(["'big'", "'little'", "'x'"])}, signed={random.pick([True, False])})'
    exponent = random.below(2100) - 1050
    return f'float.fromhex("{random.pick(["", "-"])}{random.pick(["0x", ""])}{random.pick(["1", "0", "f"])}.{random.below(1 << 30):x}{random.below(1 << 30):x}p{exponent}")'


def main():
    random, count = arguments()
    for _ in range(count):
        source = case(random)
        report(source, outcome(source))


main()
