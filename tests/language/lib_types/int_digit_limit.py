# Conversions of more than 4300 digits are refused, except in bases that are powers of two.
import sys
print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
big = 10 ** 5000
for what in [lambda: str(big), lambda: repr(big), lambda: f'{big}', lambda: '%d' % big, lambda: int('1' * 5000), lambda: int('_'.join(['1'] * 5000)), lambda: format(big, 'd'), lambda: print(big), lambda: str(-big), lambda: int('9' * 4300) > 0, lambda: int('9' * 4301), lambda: ascii([big])]:
    try:
        print(what())
    except ValueError as error:
        print(error)
print(len(hex(big)), len(bin(big)), len(oct(big)), len(f'{big:x}'), int('f' * 5000, 16).bit_length(), int('1' * 5000, 2).bit_length())
sys.set_int_max_str_digits(6000)
print(len(str(big)), len(repr(10**4999)))
try:
    sys.set_int_max_str_digits(10)
except ValueError as error:
    print(error)
sys.set_int_max_str_digits(0)
print(len(str(10 ** 20000)), len(str(int('7' * 20000))))
sys.set_int_max_str_digits(4300)
try:
    eval('1' * 5000)
except SyntaxError as error:
    print(error.msg)
