log = []
class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = A(1)
b = a
del a
print("still")
b = None
print("after")
A(2)
print("temp gone")
def f():
    x = A(3)
    y = A(4)
    print("in f")
f()
l = [A(5), A(6), A(7)]
del l[1]
l.clear()
d = {1: A(8), 2: A(9)}
d[1] = None
del d
saved = []
class R:
    def __del__(self):
        print("resurrect")
        saved.append(self)
r = R()
del r
print(len(saved))
saved.clear()
print("cleared", len(saved))
t = (A(10), A(11))
del t
def g():
    try:
        z = A(12)
        raise ValueError
    except ValueError:
        pass
    print("end g")
g()
class N:
    def __init__(self): self.child = A(13)
    def __del__(self): print("parent")
N()
x = A(14)
x = A(15)
x = None
for i in range(2):
    it = A(16 + i)
del it
class P:
    def __del__(self): print("P", sorted(self.__dict__))
p = P(); p.a = 1; p.b = 2
del p
q = A(30)
q.__del__()
del q
gen = (A(40 + i) for i in range(2))
next(gen)
print("gen next")
del gen
lam = lambda v=A(50): v
del lam
class C2:
    obj = A(60)
del C2.obj
print("end")
