# More exceptions than are shown, deeper than is shown.
import sys
try:
    raise ExceptionGroup('wide', [ValueError(i) for i in range(20)])
except ExceptionGroup:
    sys.excepthook(*sys.exc_info())
try:
    raise ExceptionGroup('just over', [ValueError(i) for i in range(16)])
except ExceptionGroup:
    sys.excepthook(*sys.exc_info())
g = ValueError('deepest')
for i in range(13):
    g = ExceptionGroup(str(i), [g])
raise g
