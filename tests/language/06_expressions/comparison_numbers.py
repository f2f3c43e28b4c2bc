# Numbers of different kinds compare by value, exactly.
print(1 == 1.0 == True == 1 + 0j, 0 == -0.0 == 0j == False, 2**53 == float(2**53), 2**53 + 1 == float(2**53), 2**53 + 1 > float(2**53))
print(10**400 > 1e308, 10**400 < float('inf'), -10**400 > float('-inf'), 10**22 == 1e22, 10**23 == 1e23, 10**23 < 1e23, 1 < 1.5 < 2)
nan = float('nan')
print(nan == nan, nan != nan, nan < 1, nan > 1, nan in [nan], [nan] == [nan], (nan,) < (nan,), nan is nan, [nan].index(nan), {nan: 1}[nan])
print(1 < 2 < 3, 1 < 3 < 2, 1 < 2 > 1, 1 == 1 != 2, not 1 == 2, 1 != 1j, 1 == 1 + 0j)
for text in ['1 < 1j', '1j < 2j', '1 < "a"', '"a" < 1', 'None < None', '1 < None', '[] < ()', '{} < {}', '1.5 >= []', 'object() <= 1', 'len < print', '1 < 2 < "a"', '3 < 2 < "a"']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, str(error).split(' at ')[0])
