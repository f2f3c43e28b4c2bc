# Integer literals in every base, with underscores, of any size.
print(0, 00, 0_0, 7, 2147483648, 9223372036854775808)
print(0x10, 0XfF, 0o17, 0O7_7, 0b101, 0B1_0)
print(1_000_000, 0x_ff, 0o_7, 0b_1)
print(79228162514264337593543950336 == 2**96, 0xdeadbeef_deadbeef_deadbeef)
for text in ['0x', '0b2', '0o8', '1__0', '1_', '_1', '01', '00', '0_1', '1a', '0xg', '0b', '1_000_', '0777', '0e0', '1if 1 else 2', '0x1for', '1_j']:
    try:
        print(text, eval(text))
    except SyntaxError as error:
        print(text, 'SyntaxError', error.msg, error.offset)
    except NameError as error:
        print(text, 'NameError', error)
