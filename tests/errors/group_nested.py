# Groups in groups, with causes, contexts and notes.
def make(n):
    try:
        raise ValueError(n)
    except ValueError as e:
        e.add_note(f'note of {n}')
        e.add_note('two\nlines')
        return e
try:
    1 / 0
except ZeroDivisionError as z:
    cause = z
k = KeyError('k')
k.__cause__ = cause
inner = ExceptionGroup('inner', [make(1), k])
inner.add_note('note of inner')
try:
    raise inner
except ExceptionGroup as e:
    inner = e
raise ExceptionGroup('outer', [make(2), inner, TypeError('plain')]) from OSError(2, 'gone', 'file')
