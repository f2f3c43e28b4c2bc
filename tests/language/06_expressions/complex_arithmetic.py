# Complex numbers: signs of zeros, infinities, division, powers.
print((1 + 2j) + 3, (1 + 2j) - 1j, (1 + 2j) * (3 - 1j), (1 + 2j) / (1 - 1j), (3 + 4j) ** 2, -(1 + 2j), +(1j), abs(3 + 4j), (1 + 2j).conjugate())
print(complex(0, -0.0), complex(-0.0, 0.0), -0j, complex(-0.0, -0.0), 0j - 1, 1 - 0j, complex(1, -0.0), 1j * 1j, complex(1e-320, 5))
inf, nan = float('inf'), float('nan')
print(complex(inf, nan), complex(nan, -inf), inf * 1j, complex(inf, 0) + 1j, complex(1, inf) / 2, abs(complex(inf, nan)), complex(1e308, 1e308) * 10)
print(1j == 1j, 1j != 2j, 1 + 0j == 1, hash(1 + 0j) == hash(1), hash(1j), hash(complex(0.5, 2)), bool(0j), bool(complex(0, nan)))
print(complex('1+2j'), complex(' -1.5e3J '), complex('(1j)'), complex('inf-nanj'), complex('1_0+2_0j'), complex(1, 2), complex(1j, 1j), complex(2.5), complex(True), complex('j'), complex('+j'))
for text in ['complex("1 + 2j")', 'complex("")', 'complex("1+2")', 'complex("1j+2")', 'complex("a")', 'complex("1", 2)', 'complex(1, "2")', 'complex([])', 'complex(1, [])', '1j / 0', '1j // 1', 'int(1j)', 'float(1j)', 'round(1j)', 'abs(complex(1e308, 1e308))', 'complex(b"1")', '0j ** (1j)', '1j < 1']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
