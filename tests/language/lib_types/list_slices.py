# Slices of lists: read, assigned, deleted, against a model that works item by item.
def model_set(l, s, values):
    start, stop, step = s.indices(len(l))
    if step == 1:
        stop = max(start, stop)
        return l[:start] + list(values) + l[stop:]
    positions = range(start, stop, step)
    assert len(positions) == len(values)
    out = list(l)
    for p, v in zip(positions, values):
        out[p] = v
    return out

bounds = [None, -7, -5, -3, -1, 0, 1, 2, 4, 5, 9]
steps = [None, 1, 2, 3, 7, -1, -2, -4]
count = 0
for n in range(6):
    base = [chr(97 + i) for i in range(n)]
    for a in bounds:
        for b in bounds:
            for c in steps:
                s = slice(a, b, c)
                start, stop, step = s.indices(n)
                picked = [base[i] for i in range(start, stop, step)]
                assert base[s] == picked, (base, s)
                assert tuple(base)[s] == tuple(picked)
                work = list(base)
                del work[s]
                assert work == [x for i, x in enumerate(base) if i not in range(start, stop, step)], (base, s, work)
                new = [i * 10 for i in range(len(picked))]
                work = list(base)
                work[s] = new
                assert work == model_set(base, s, new), (base, s, work)
                work = list(base)
                work[s] = iter(new)
                assert work == model_set(base, s, new)
                if step == 1:
                    for extra in ([], [1], [1, 2, 3, 4, 5, 6, 7]):
                        work = list(base)
                        work[s] = extra
                        assert work == model_set(base, s, extra), (base, s, extra, work)
                else:
                    try:
                        work = list(base)
                        work[s] = new + [1]
                    except ValueError as error:
                        assert work == base
                    else:
                        assert False
                count += 1
print(count, "slices agree")
l = [1, 2, 3]
l[:] = l
print(l)
l[1:1] = l
print(l)
l[::2] = l[:3]
print(l)
l[::-1] = l
print(l)
l[5:1] = ["x"]
print(l)
l[2:4] = ()
print(l)
l[:2] = "hello"
print(l)
l[1:3] = (i for i in range(5))
print(l)
l[:0] = {"k": 1}
print(l)
del l[::3]
print(l)
del l[::-2]
print(l)
del l[-1:]
print(l)
del l[:]
print(l)
l = list(range(10))
l[10**30:] = [1]
l[:-(10**30)] = [0]
print(l, l[-(10**40):10**40:10**20], l[::-(10**40)])
print(l[True:3], l[slice(2)], l[slice(None, 4)])
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(l[I(2):I(5)], l[I(-1)], l[:: I(4)])
