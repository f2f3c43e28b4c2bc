# The methods that change a bytearray in place.
a = bytearray(b'abc')
a.append(100); a.extend(b'ef'); a.extend([103, 104]); a.extend(iter((105,))); a.insert(0, 65); a.insert(100, 90); a.insert(-1, 89)
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.remove(98); a.reverse(); print(a, a.copy() is a, a.copy() == a)
a[1] = 0; a[-1] = True; a[1:2] = b'XYZ'; a[::2] = b'.' * len(a[::2]); print(a)
del a[0]; del a[-2:]; del a[::3]; print(a, len(a))
a += b'!'; a *= 2; a.extend(a); print(a)
a.clear(); print(a, bool(a), a == b'', a.__alloc__() >= 0)
a[:] = range(5); a[5:] = [9]; a[1:1] = (7, 8); a[2:4] = bytearray(b'--'); a[::-1] = bytes(a); print(a)
for source in ['a.append(256)', 'a.append("a")', 'a.append(-1)', 'a.extend("ab")', 'a.extend(5)', 'a.extend([300])', 'a.extend([None])', 'a.insert("a", 1)', 'a.pop(100)', 'bytearray().pop()', 'a.remove(200)', 'a.remove("a")', 'a[0] = 256', 'a[0] = "a"', 'a[100] = 1', 'a["x"] = 1', 'a[0:2] = 5', 'a[0:2] = "ab"', 'a[0:2] = None', 'a[::2] = b"x"', 'del a[100]', 'del a["a"]', 'a[0:1] = [256]', 'hash(a)', 'a.pop("x")', 'a.insert(1)', 'a[1.5]', 'a += 1', 'a *= "a"', 'a[0:2] = 1.5', 'a.append(10**30)']:
    try:
        exec(source)
        print(source, 'fine', a)
    except Exception as error:
        print(source, type(error).__name__, error)
