# Precedence and the results of unary operators and powers.
print(-2 ** 2, (-2) ** 2, 2 ** -1, 2 ** 3 ** 2, -2 ** -2, ~5, ~-5, --5, +-+5, not not 5, -True, +False)
print(not 1 == 2, not (1, 2), 1 - -1, 1 + +1, 2 * -3, 7 // -2, -7 // 2, 7 % -3, -7 % 3, 2 ** 0.5 > 1.4, (-8) ** (1 / 3))
print(1 or 2 and 3, (1 or 2) and 3, not 1 or 2, 1 if 2 else 3 or 4, 1 < 2 == 2 < 3, 1 | 2 ^ 3 & 4, 1 << 2 + 3, 5 & 3 == 3, 10 - 5 - 2, 2 / 2 * 3)
print(await_ if (await_ := 5) else 0, [1, 2][0] ** 2, (lambda: 5)() ** 2, 'ab' * 2 + 'c', -[1][0], 2 ** [3][0])
for code in ('-"a"', '+[]', '~1.5', '-None', '~"a"', '+{}', '-(1,)', '2 ** "a"', '"a" ** 2', '0 ** -1', '0.0 ** -1', '0j ** -1', 'pow(2, -1, 4)', 'pow(2, 3, 0)', '10 ** -2', '(-1) ** 0.5', '2 ** 1000 % 7', '1 // 0', '1 % 0', '1.0 // 0', '1.0 % 0', 'divmod(1, 0)', '1 << -1', '1 >> -1', '0 << 10**20', '1 / 0', '1j / 0', '1 + "a"', '"a" + 1', '[] + ()', '"a" % 1', '"%d" % "a"', '1 @ 2', '[1] * "a"', '"a" * 1.5', '1 < "a"', '[] < ()', '1j < 2j', 'None < None', 'object() < object()', '{} < {}', '1 in 5', '"a" in 5', '1 in "a"', 'None in ""', '1 and 2 < "x"', '1 is 1.0', 'not in_' if 0 else '[] is []'):
    try: print(code, '->', eval(code))
    except Exception as e: print(code, '->', type(e).__name__, e)
