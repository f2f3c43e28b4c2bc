# The shortest text that reads back as the same float.
values = [0.0, -0.0, 1.0, 0.1, 0.2 + 0.1, 1/3, 2/3, 1e15, 1e16, 123456789012345680.0, 9999999999999998.0, 1e17, 1e22, 1e23, 1e-4, 1e-5, 0.00012345, 1.5e-7, 5e-324, 1.7976931348623157e308, 2.0**70, 1e100, 100.0, 4.35, 0.5, 1e21, 12345678.9, 2.5e-10]
for value in values:
    print(repr(value), str(value), f'{value}', value.hex(), float(repr(value)) == value)
print([float('inf'), float('-inf'), float('nan'), -float('nan')], 1e16.is_integer(), 1.5 .is_integer(), float('inf').is_integer())
bits, x = 0, 12345
for _ in range(2000):
    x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
    value = (x >> 11) * 2.0 ** ((x >> 3) % 600 - 300)
    bits += float(repr(value)) == value
print(bits)
