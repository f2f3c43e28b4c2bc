# Notes that are no list of strings.
import sys
def show(notes):
    e = ValueError('v')
    e.__notes__ = notes
    try:
        raise e
    except ValueError:
        sys.excepthook(*sys.exc_info())
class BadStr:
    def __str__(self): raise KeyError
    __repr__ = __str__
show(['plain', 'two\nlines', ''])
show([5, None, BadStr()])
show('a string')
show(42)
show(())
show(BadStr())
