# float() of text: rounding to the nearest, the special names, what is refused.
for text in ['1.5', ' 2 ', '-0', '1e5', '1_0.5_0', 'inf', '-Infinity', 'NaN', '+nan', '.5', '5.', '1e-400', '1e400', '2.2250738585072011e-308', '9007199254740993', '1' * 400, '0.1' + '0' * 300 + '1', '179769313486231580793e289', '\u0661.\u0665', '4.9406564584124654e-324', '2.4703282292062327e-324', '2.4703282292062328e-324', '8.41e+16', '3.5844466002796428e+298']:
    print(ascii(text)[:40], repr(float(text)))
for text in ['', ' ', '.', 'e5', '1e', '1e+', '1_', '_1', '1__0', '1._5', '1.5_', 'infi', 'na', '0x1', '1,5', '1 2', '--1', '1.5.5', 'nan()', '\x00', '1\x00', '\ud800', b'\xff', b'1_']:
    try:
        print(float(text))
    except ValueError as error:
        print(ascii(str(error)))
print(float(b'1.5'), float(bytearray(b'2')), float(memoryview(b'3')), float(10**22), float(True), float())
for text in ['float([])', 'float(None)', 'float(1j)', 'float(10**400)', 'float("1", 2)', 'float(x=1)']:
    try:
        print(eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
