# add_note and __notes__.
e = ValueError('x')
print(hasattr(e, '__notes__'))
e.add_note('one'); e.add_note('two')
print(e.__notes__, e)
for bad in (5, None, b'x'):
    try:
        e.add_note(bad)
    except TypeError as err:
        print(err)
try:
    e.add_note()
except TypeError as err:
    print(err)
e.__notes__ = 'not a list'
try:
    e.add_note('three')
except TypeError as err:
    print(err)
del e.__notes__
e.add_note('again')
print(e.__notes__, vars(e))
class Sub(Exception):
    __notes__ = ['class note']
s = Sub()
s.add_note('own')
print(Sub.__notes__, vars(s))
