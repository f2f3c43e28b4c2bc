"""The most common specifications of ints and floats, and those that only look like them."""
ints = [0, 1, -1, 42, -42, 10**9, -(2**63), 2**63 - 1, 2**63, -(10**25), True]
floats = [0.0, -0.0, 1.5, -1.5, 2.675, 1e15, 9.999e15, 1e16, 1e22, 5e-324, float("inf"), float("-inf"), float("nan")]
specs = ["", "d", "x", "5", "05", "5d", "08x", "f", ".2f", "8.3f", "09.2f", "-5", "0", "00", "99", ".0f", ".50f"]


def show(value, spec):
    try:
        return format(value, spec)
    except (ValueError, OverflowError) as error:
        return type(error).__name__ + ": " + str(error)


for spec in specs:
    print(repr(spec), [show(value, spec) for value in ints + floats])
for spec in ["5.", ".d", ".2d", "5.x", "٣d", "d ", "dd", "100d"]:
    print(repr(spec), show(7, spec), show(7.0, spec))


class Loud(int):
    def __format__(self, spec):
        return "loud " + spec

    def __str__(self):
        return "str of loud"


class Quiet(int):
    pass


print(f"{Loud(5)} {Loud(5):3} {Loud(5)!s:>13} {Quiet(5):3} {Quiet(5):03x}|")
print([hex(n) for n in ints], [oct(n) for n in ints[:6]], [bin(n) for n in ints[:6]])
