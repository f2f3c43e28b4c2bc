# Subscripts: slices of every shape, tuples, stars, ellipsis; what __getitem__ gets.
class S:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print('set', k, v)
    def __delitem__(self, k): print('del', k)
s = S()
print(s[1], s[1:2], s[1:2:3], s[:], s[::], s[1:], s[:1], s[::2], s[1, 2], s[1:2, 3], s[...], s[..., 1], s[()], s[1,], s[(1, 2)], s[1:2,], s[*[1, 2]], s[*[1], 2:3], s[lambda: 1].__name__, s[x := 5], s[(yield_ := 1)], s[None:None], s[-1], s['a':'b'])
s[1:2] = 3; s[1, ...] = 4; s[:] = 5
del s[1], s[2:3], s[4, 5]
s[0] += [1] if isinstance(s[0], list) else 1
print([1, 2, 3, 4][1:3], 'abcdef'[::-1], (1, 2, 3)[-2:], b'abc'[1:], range(10)[2:8:2], bytearray(b'xyz')[::2])
for code in ('[1][1.0]', '[1]["a"]', '(1,)[None]', '"a"[1.5]', 'b"a"[""]', 'range(3)[""]', '{}[[]]', '{}[{}]', '1[0]', 'None[0]', 'len[0]', 'int[0]', 'object()[0]', '[][0]', '()[0]', '""[0]', 'b""[0]', 'range(0)[0]', '{}[0]', '[1, 2][5:"a"]', '[1][::0]', '"a"[::0]', 'range(3)[::0]', '[1, 2][10**30]', '[1][10**30:]', 'memoryview(b"abc")[5]', '{1, 2}[0]', '(i for i in ())[0]', 'lambda: 0[1]', 'type[0]', 'str[0]'):
    try: print(code, '->', eval(code))
    except Exception as e: print(code, '->', type(e).__name__, e)
class Index:
    def __index__(self): return 1
print([10, 20, 30][Index()], 'abc'[Index():], [1, 2, 3][:Index()])
l = list(range(10)); l[2:5] = 'xy'; l[::3] = range(3); del l[-2:]; l[1:1] = [9, 9]; print(l)
for code in ('l[::2] = [1]', 'l[0:1] = 5', 'l["a"] = 1', 'l[100] = 1', 'del l[100]', '(1, 2)[0] = 1', '"abc"[0] = "x"', 'l[1.0] = 2', 'b"a"[0] = 1', 'bytearray(b"a")[0] = 300', 'bytearray(b"a")[0] = "x"', 'range(3)[0] = 1', 'None[0] = 1'):
    try: exec(code); print(code, 'fine')
    except Exception as e: print(code, '->', type(e).__name__, e)
