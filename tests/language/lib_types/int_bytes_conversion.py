# to_bytes and from_bytes in both orders, signed and not.
for n, length in [(0, 0), (0, 1), (1, 1), (255, 1), (256, 2), (65535, 4), (2**64, 9), (10**30, 13)]:
    print(n.to_bytes(length, 'big'), n.to_bytes(length, 'little'), int.from_bytes(n.to_bytes(length, 'little'), 'little') == n)
for n in (-1, -128, 127, -129, 128, -2**63):
    print((n).to_bytes(9, 'big', signed=True), int.from_bytes(n.to_bytes(9, 'little', signed=True), 'little', signed=True) == n)
print((5).to_bytes(), int.from_bytes(b'\x01\x02'), int.from_bytes([1, 2, 3], 'big'), int.from_bytes(bytearray(b'\xff'), signed=True), int.from_bytes(b''), True.to_bytes(), bool.from_bytes(b'\x01'), int.from_bytes(memoryview(b'ab')))
for text in ['(256).to_bytes(1)', '(-1).to_bytes(1)', '(128).to_bytes(1, signed=True)', '(1).to_bytes(-1)', '(1).to_bytes(0)', '(1).to_bytes(1, "middle")', '(1).to_bytes("a")', 'int.from_bytes("a")', 'int.from_bytes([256])', 'int.from_bytes([-1])', 'int.from_bytes(["a"])', 'int.from_bytes(1)', 'int.from_bytes()', '(1).to_bytes(1, 2)', '(1).to_bytes(1, "big", True)', 'int.from_bytes(b"a", "x")', '(1).to_bytes(10**30)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
