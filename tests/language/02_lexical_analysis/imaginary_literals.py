# Imaginary literals and the complex numbers they make.
print(1j, 0j, 1.5J, 1e3j, .5j, 1_0j, 007j, 10.j, 0b1 + 1j)
print(1 + 2j, 1 - 2j, -1j, -(1j), 0 - 1j, -0j, 1e500j)
print(repr(3j * 2), (1j) ** 2, 1j.imag, 1j .real, type(1j))
for text in ['1jj', '1j1', '0x1j', '1_j', '1ej', '1j()', '1j[0]', '1j if 1 else 2', '08j', '0_7j']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
