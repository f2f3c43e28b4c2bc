"""Every statement of the language."""
import a, b.c as d, e . f
from . import a
from .. import (a as b, c,)
from ...a.b import *
from .... import x
a = b = c, *d = e, = f
(a), [b, (c, *d)] = [], () = x
a.b = c[d] = yield_
a: int
a: int = 1
(a): int
a.b: int = 2
a[b]: int
x: tuple = 1, 2
a += 1; a -= 1; a *= 1; a @= 1; a /= 1; a %= 1; a &= 1; a |= 1; a ^= 1; a <<= 1; a >>= 1; a **= 1; a //= 1
(a) += 1, 2
del a, b.c, d[e], (f, [g]), ()
del (a),
pass; pass;
assert a, b
assert a
raise
raise a
raise a from b
global a, b
type X = int
type Y[T: (int, str) = int, *Ts = *tuple[int], **P = [int]] = dict[T, *Ts]
type = 1
type(type)
match = case = type = _ = 1
match[a]: int = 3
match -a
match(a, b)
if a: b
elif c: d;
elif e:
    f
else: g
if a:
    b
    # comment
  # odd comment
while a: break
else:
    continue
for a, *b in *c, d: pass
for (a) in b: pass
else: pass
for a.b in c: x
with a: pass
with a as b, c as (d, e): pass
with (a): pass
with (a, b): pass
with (a as b, c,): pass
with (a, b) as c: pass
with (a), (b): pass
with (yield_ := a): pass
with (a for a in b): pass
with (*a,): pass
with (a).b(), c: pass
with (open(x)) as f, (y): pass
try: a
finally: b
try:
    a
except b: c
except d as e: f
except: g
else: h
finally: i
try: a
except* b as c: d
except* e:
    f
