# hex and fromhex are exact.
for value in [0.0, -0.0, 1.0, -1.5, 0.1, 3.14159, 1e300, 5e-324, 2.2250738585072014e-308, 2.0**-1060, float('inf'), float('-inf'), float('nan'), 255.0]:
    text = value.hex()
    print(text, float.fromhex(text) == value)
for text in ['0x1p0', '1p0', '0x.8', '-0x1.8p-3', 'inf', ' nan ', '0x1p-1074', '0x1p-1075', '0x1.8p-1075', '0x1p1023', '0x1.fffffffffffffp1023', '0x1.00000000000008p0', '0x1.00000000000018p0', '0x0.0p10', 'ff', '0XA.8P+2', '+Infinity', '0x1.fffffffffffff7p1023']:
    print(text, float.fromhex(text).hex())
for text in ['', '0x', 'p', '0x1p', '0x1.p+', '1..0', 'xyz', '0x1p99999999999999', '0x1p1024', '0x1.fffffffffffff8p1023', '0x1 p0', 'nann', '\u0661']:
    try:
        print(float.fromhex(text))
    except Exception as error:
        print(type(error).__name__, error)
try:
    float.fromhex(b'1')
except TypeError as error:
    print(error)
