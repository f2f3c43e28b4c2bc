# SyntaxErrors made by hand: what the traceback shows of them.
import sys
def show(*args):
    try:
        raise SyntaxError(*args)
    except SyntaxError:
        sys.excepthook(*sys.exc_info())
show()
show('message')
show('message', ('file.py', 3, 5, 'some text here'))
show('message', ('file.py', 3, 5, 'some text here', 3, 9))
show('message', ('file.py', 3, 5, '    indented text\n', 3, 9))
show('message', ('file.py', 3, 5, 'some text here', 5, 2))
show('message', ('file.py', 3, 0, 'some text here', 3, 0))
show('message', ('file.py', 3, 50, 'short', 3, 60))
show('message', ('file.py', 3, 3, 'some text here', 3, 1))
show('message', ('file.py', 3, None, 'some text here'))
show('message', ('file.py', None, 3, 'some text here'))
show('message', (None, 3, 3, 'some text here'))
show('message', ('file.py', 3, 3, None))
show('message', ('file.py', 3, 3, ''))
show('message', ('file.py', 3, 3, '日本 text', 3, 5))
show('message', ('file.py', 3, -1, 'text'))
show(None, ('file.py', 1, 1, 'x'))
show(5)
