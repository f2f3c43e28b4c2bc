# send: values go in at the yield, the first must be None.
def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            return (total, count)
        total += value
        count += 1
        average = total / count

g = averager()
print(next(g))
for x in (10, 20, 45):
    print(g.send(x))
try:
    g.send(None)
except StopIteration as e:
    print('done', e.value, e.args)
try:
    g.send(1)
except StopIteration as e:
    print('again', e.value, e.args)

g = averager()
try:
    g.send(1)
except TypeError as e:
    print(e)
print(g.send(None))

def echo():
    while True:
        try:
            got = yield
            print('got', got)
        except ValueError as e:
            print('caught', e)

g = echo()
next(g)
g.send('a')
g.throw(ValueError('b'))
g.send('c')
g.close()
print(list(g))
