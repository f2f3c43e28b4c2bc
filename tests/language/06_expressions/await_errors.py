# Where await, async and yield may stand.
tests = '''await x
def f(): await x
async def f(): await x
async def f(): yield from x
async def f(): return (yield)
async def f():\\n yield 1\\n return 2
async def f():\\n yield 1\\n return
async with a: pass
async for a in b: pass
def f():\\n async with a: pass
def f():\\n async for a in b: pass
def f(): [x async for x in y]
async def f(): [x async for x in y]
[x async for x in y]
def f(): return [await x for x in y]
(x async for x in y)
async def f(): lambda: await x
async def f(): (await x for x in y)
class C: yield 1
yield 1
return 1
class C: return 1
class C: await x
[(yield) for x in y]
[(yield from z) for x in y]
def f(): [(yield) for x in y]
def f(): ((yield) for x in y)
def f(): {(yield) for x in y}
def f(): {(yield): 1 for x in y}
async def f(): [(await a) for x in y]
async def f(): await
async x
async = 1
await = 1
async def f(): await x ** 2
async def f(): -await x
async def f(): await -x
async lambda: 0
async def f(x=await y): pass
def f(x: (yield)): pass
async def f(): f"{await x}"
break
continue
for x in y:\\n def f(): break
while 1:\\n class C: continue
for x in y: pass\\nelse: break
if 1: break
nonlocal x
def f(): nonlocal x
def f():\\n global x\\n nonlocal x
def f(x): global x
def f():\\n x = 1\\n global x
def f():\\n print(x)\\n global x
def f():\\n x: int\\n global x
def f(x):\\n def g():\\n  x = 1\\n  nonlocal x
from __future__ import nothing
x = 1\\nfrom __future__ import division
from __future__ import braces
from x import *
def f(): from x import *
def f(a, a): pass
def f(*, a): pass
def f(a, *): pass
import a.b as c.d
from . import *
from .. import
try: pass
try: pass\\nexcept: pass\\nexcept A: pass
try: pass\\nexcept* A: pass\\nexcept B: pass
try: pass\\nexcept*: pass
def f():\\n try: pass\\n except* A: return
for x in y:\\n try: pass\\n except* A: break
try: pass\\nfinally: pass\\nelse: pass
__debug__ = 1
def f(__debug__): pass
f(__debug__=1)
del __debug__
import __debug__
class __debug__: pass
f(a=1, a=2)
f(True=1)
f(a.b=1)
f(a for a in b, c)
f(c, a for a in b)
f(a for a in b)
class C(a for a in b): pass'''
for src in tests.split('\n'):
    src = src.replace('\\n', '\n')
    try:
        compile(src, '<t>', 'exec')
        print('fine:', repr(src))
    except SyntaxError as e:
        print(repr(src), '->', type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
