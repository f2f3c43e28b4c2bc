# WeakMethod and finalize.
import weakref


class C:
    def f(self):
        return "f"


c = C()
print(weakref.ref(c.f)())
m = weakref.WeakMethod(c.f, lambda r: print("method gone"))
print(m()(), m == weakref.WeakMethod(c.f), m() == c.f)
try:
    weakref.WeakMethod(print)
except TypeError as e:
    print(e)
f = weakref.finalize(c, print, "finalized", sep="!")
print(f.alive, f.peek()[1:], f.atexit)
del c
print(f.alive, m(), f(), f.peek())
d = C()
g = weakref.finalize(d, print, "called")
print(g(), g(), g.alive)
h = weakref.finalize(d, print, "never")
print(h.detach()[0] is d, h.alive, h.detach())
i = weakref.finalize(d, print, "at exit, first made")
j = weakref.finalize(d, print, "at exit, last made")
k = weakref.finalize(d, print, "not at exit")
k.atexit = False
print("end")
