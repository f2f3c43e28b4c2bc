# The ways to make bytes.
class Idx:
    def __index__(self): return 3
class Own:
    def __bytes__(self): return b'own'
class BadOwn:
    def __bytes__(self): return 'no'
class Sub(bytes): pass
print(bytes(), bytes(3), bytes([1, 2]), bytes((65, True)), bytes(range(5)), bytes(b'x'), bytes(bytearray(b'y')), bytes(memoryview(b'abc')[::2]), bytes(Idx()), bytes(Own()), bytes({1: 2}), bytes(iter([1])), bytes([Idx()]), Sub(b'z'), type(Sub(b'z')), bytes(source=b'k'))
b = b'same'
print(bytes(b) is b, bytes.fromhex('61 62\n63'), bytes.fromhex(''), bytes.fromhex('AbFf'), b'\x00\xff'.hex(), b'abcd'.hex(':'), b'abcde'.hex('-', 2), b'abcde'.hex('-', -2), bytearray.fromhex('00ff'), b'ab'.hex(bytes_per_sep=1, sep='.'))
for text in ['bytes(-1)', 'bytes(2**63)', 'bytes(10**30)', 'bytes([256])', 'bytes([-1])', 'bytes(["a"])', 'bytes("a")', 'bytes(1.5)', 'bytes(None)', 'bytes(BadOwn())', 'bytes([1.5])', 'bytes(object())', 'bytes(1, 2)', 'bytes(b"a", "ascii")', 'bytes([10**30])', 'bytes.fromhex("6")', 'bytes.fromhex("zz")', 'bytes.fromhex("a b")', 'bytes.fromhex("\\xe9")', 'bytes.fromhex(b"61")', 'b"".hex("ab")', 'b"a".hex("\\xe9")', 'b"a".hex(1)', 'bytes(x=1)', 'bytes({"a": 1})', 'bytearray(-1)', 'bytearray([300])', 'bytearray(None)', 'bytearray(1.5)']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
