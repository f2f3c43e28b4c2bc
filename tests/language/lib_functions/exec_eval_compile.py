# compile, eval and exec: namespaces, modes, flags, closures, bytes.
x = 'global'
print(eval('x'), eval('x', {'x': 1}), eval('x', {'x': 1}, {'x': 2}), eval(' \t1+1'), eval(b'2+2'), eval('\n3'))
def f():
    x = 'local'
    y = 5
    print(eval('x'), eval('x', globals()), sorted(eval('locals()')))
    exec('x = 1; z = 2')
    print(x, 'z' in locals())
    ns = {}
    exec('a = x', globals(), ns)
    print(ns)
f()
ns = {}
exec('import sys\ndef g(): return h()\ndef h(): return 1\nv = g()\n[i for i in range(3)]', ns)
print(ns['v'], sorted(k for k in ns if k != '__builtins__'), '__builtins__' in ns)
class M(dict):
    def __missing__(self, k): return 'missing ' + k
print(eval('anything', {}, M()))
class Map:
    def __init__(self): self.log = []
    def __getitem__(self, k): self.log.append(('get', k)); raise KeyError(k)
    def __setitem__(self, k, v): self.log.append(('set', k, v))
    def __delitem__(self, k): self.log.append(('del', k))
m = Map()
exec('a = len\ndel a', {}, m); print(m.log[0][0], m.log[1][:2], m.log[2])
c = compile('1\n2', '<c>', 'exec'); print(c.co_filename, c.co_name, exec(c), eval(c))
c = compile('1+2', 'f', 'eval'); print(eval(c), exec(c))
c = compile('5\n', 'f', 'single'); exec(c)
exec(compile('for i in range(2): i\n', 'f', 'single'))
exec(compile('None', 'f', 'single'))
print(_)
for args in (('1', 'f', 'bad'), ('1', 'f'), (5, 'f', 'exec'), ('1', 5, 'exec'), ('1', 'f', 5), ('a\0b', 'f', 'exec'), (b'a\0b', 'f', 'exec'), ('1', 'f', 'exec', 0, 0, 9), ('1', 'f', 'exec', 2**20), ('1\n2\n', 'f', 'single'), ('', 'f', 'eval'), ('', 'f', 'single'), ('x = 1', 'f', 'eval'), ('\ud800', 'f', 'exec'), ('1', 'f', 'func_type')):
    try: print(args, type(compile(*args)).__name__)
    except BaseException as e: print(ascii(args), type(e).__name__, ascii(str(e)))
for call in (lambda: eval('1', 5), lambda: eval('1', {}, 5), lambda: exec('1', 5), lambda: exec('1', {}, 5), lambda: eval(5), lambda: exec(5), lambda: eval('1', M, {}), lambda: eval('1', Map()), lambda: eval(), lambda: exec('1', closure=()), lambda: exec('x', {'__builtins__': {}}), lambda: exec('print(1)', {'__builtins__': None}), lambda: exec('len', {'__builtins__': {'len': 1}}), lambda: eval('1 +'), lambda: eval('x = 1'), lambda: eval(f.__code__), lambda: exec((lambda a: a).__code__)):
    try: print(call())
    except BaseException as e: print(type(e).__name__, e)
def outer():
    n = 10
    def inner(): return n
    return inner
code = outer().__code__
cell = outer().__closure__
try: eval(code)
except TypeError as e: print(e)
try: exec(code)
except TypeError as e: print(e)
exec(code, closure=cell)
for bad in ((), (5,), [cell[0]], (cell[0], cell[0])):
    try: exec(code, closure=bad)
    except TypeError as e: print(e)
print(eval('__import__("sys").version_info[:2]'), eval('lambda: x')()) 
exec('def later(): return x'); print(later())
assert compile('assert 0', 'f', 'exec', optimize=1) and exec(compile('assert 0', 'f', 'exec', optimize=1)) is None
exec(compile('print(__debug__)', 'f', 'exec', optimize=2)); print(eval('__debug__'))
c = compile('"doc"\ndef f():\n "fdoc"\n', 'f', 'exec', optimize=2); n = {}; exec(c, n); print(n.get('__doc__'), n['f'].__doc__)
exec('from __future__ import annotations\ndef f(a: undefined): pass\nprint(f.__annotations__)', {})
import sys
c = compile('yield_ = 1', 'f', 'exec', 0x2000)
c = compile('await x', 'f', 'exec', 0x2000); print(c.co_flags & 0x80)
exec(b'# coding: latin-1\nprint("\xe9")')
exec('# coding: latin-1\nprint("\xe9")')
exec(bytearray(b'print(1)')); exec(memoryview(b'print(2)'))
try: exec('\ufeffx')
except SyntaxError as e: print(ascii(e.msg))
exec('print(1)\r\nprint(2)\rprint(3)'); exec('if 1:\n  print(4)'); exec('class C:\n x=1\n\n\n'); exec(''); exec('# only a comment')
