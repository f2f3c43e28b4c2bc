# Every expression of the language, with odd spacing so that places are seen.
a or b and not c or d
x if y else z if w else v
lambda: 0
lambda a, /, b=1, *c, d, e=2, **f: (a, b)
lambda *, k: k
a < b <= c != d is not e not in f in g is h == i > j >= k
a | b ^ c & d << e >> f + g - h * i / j // k % l @ m
-a ** -b ** ~c
(-a) ** b
await_ = await_
f(a, *b, c=d, **e)
f(x for x in y)
f(a)(b).c[d][e:f:g, ..., h](*i, j, *k)
f(a, b := c, d=e,)
a[b], a[b,], a[:], a[::], a[b:c], a[*d], a[*d, e:f], a[g := h]
(a)
((a))
()
(a,)
(a, *b, c)
[]
[a, *b]
{}
{a, *b}
{a: b, **c, d: e}
[a for b in c if d if e for f, *g in h]
{a for (b) in c}
{a: b for c, in d}
(a async for b in c)
(yield_ := 1)
None, True, False, ...
0, 0x_ff, 0o17, 0b1_0, 1_000, 18446744073709551615, 18446744073709551616, 0xffffffffffffffffffffffff
1., .5, 1e10, 1_0.0_1E-5, 1e400, 0.1, 2j, 1.5e3J
'a' "b" '''c
d''' u'e' 'f'
b'\x00\xff' B"""a
b""" rb'\n'
'\n\t\\\'\"\x41\u00e9\U0001F600\N{BULLET}\ud800\7\101'
r'\d' R"\e"
ℌello = 'ﬁ'
𝔘nicode.ﬁeld
a\
    .b  \
  + c
(a
   +  # comment
   b)
print  (  a  ,  )
