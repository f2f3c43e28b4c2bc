# Slices of sequences: bounds cut to fit, negative ones from the end, steps of either sign.
s = 'abcdefghij'
for key in [slice(None), slice(2), slice(2, 5), slice(-3, None), slice(None, -3), slice(None, None, 2), slice(None, None, -1), slice(8, 2, -2), slice(2, 8, -1), slice(-100, 100), slice(100, -100, -3), slice(10**30), slice(-10**30, None), slice(None, None, 10**30), slice(None, None, -10**30)]:
    print(key, s[key], list(range(10))[key], tuple(range(10))[key], bytes(range(97, 107))[key], range(10)[key])
print(s[1:][1:][1:], s[::-1][::-1] == s, s[:] is s, s[5:5], s[True:5], s[:None])
class Idx:
    def __index__(self): return 3
print(s[Idx()], s[Idx():], s[:Idx()], [1, 2, 3, 4][Idx()])
for text in ['s["a"]', 's[1.0]', 's[None]', 's["a":]', 's[:1.5]', 's[::0]', 's[10]', 's[-11]', 's[10**30]', '[][0]', '()[0]', 'b""[0]', 'range(3)[3]', 's[1, 2]', '[1][()]', '(1,)["a"]', 'b"a"["a"]', 'range(3)["a"]', '{}["a"]', 'None[0]', '5[0]', 'len[0]', '[1][:, 1]', 'bytearray(b"a")[5]']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
