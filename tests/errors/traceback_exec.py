# Code from strings: no lines; with a file's name: its lines.
import sys
def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
show(lambda: exec('1/0'))
show(lambda: exec('def f():\n  return 1/0\nf()'))
show(lambda: eval('a.b'))
show(lambda: exec(compile('\n\n1/0', __file__, 'exec')))
show(lambda: exec(compile('1/0', '', 'exec')))
show(lambda: exec('1 +'))
show(lambda: eval('1 +'))
show(lambda: exec('def f(:'))
show(lambda: compile('x = (1,\n2', 'name', 'exec'))
show(lambda: exec('x = "abc'))
show(lambda: exec('if 1:\nx'))
show(lambda: exec('return'))
show(lambda: exec('nonlocal x'))
