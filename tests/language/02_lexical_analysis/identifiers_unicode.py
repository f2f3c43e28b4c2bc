# Identifiers beyond ASCII are normalised by NFKC.
µ = 1
print(μ, 'μ' in globals(), 'µ' in globals())
ﬁn = 'ligature'
print(fin)
名前 = 'name'
print(名前, [n for n in globals() if not n.isascii() and not n.startswith('_')])
class C:
    été = 1
print(C.été, getattr(C, 'e\u0301te\u0301'.replace('e\u0301', '\xe9')), hasattr(C, 'e\u0301t\xe9'))
def ƒ(ä, *, ö=2):
    return ä + ö
print(ƒ(1), ƒ(1, ö=3), ƒ.__code__.co_varnames)
for text in ['a\u00b2', '\u2460', 'x\u00a0= 1', 'a\u200bb', '\u20ac', 'x = 1\u2028', '\ufeffx', 'a?', 'a$b', '`a`', 'a!']:
    try:
        exec(text)
        print(ascii(text), 'fine')
    except SyntaxError as error:
        print(ascii(text), ascii(error.msg), error.offset)
    except NameError as error:
        print(ascii(text), 'NameError', error)
