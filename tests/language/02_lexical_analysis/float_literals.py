# Floating point literals and what they round to.
print(1., .5, 1.5, 1e3, 1E-3, 1e+3, 1_0.0_1, 1_0e1_0, 0e0, 3.14j, 00.5, 09.5, 1e308 * 10)
print(0.1, 0.1 + 0.2, 1e22, 1e23, 1e16, 123456789012345678.0, 5e-324, 2.2250738585072014e-308)
print(1.7976931348623157e308, 1e400, -1e400, 1e-400, 0.30000000000000004)
for text in ['1e', '1e+', '1.e', '1_.0', '1._0', '1.0_', '1e_3', '.e1', '1..', '1.0.0', '1ee3', '0x1.8', '1.0e1.0', '1.5if 1 else 2']:
    try:
        print(text, eval(text))
    except SyntaxError as error:
        print(text, 'SyntaxError', error.msg, error.offset)
    except (NameError, AttributeError) as error:
        print(text, type(error).__name__, error)
