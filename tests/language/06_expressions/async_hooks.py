# sys.set_asyncgen_hooks: firstiter and finalizer.
import sys
print(sys.get_asyncgen_hooks())
log = []
def first(ag): log.append(('first', ag.__name__))
def final(ag):
    log.append(('final', ag.__name__))
    try:
        ag.aclose().send(None)
    except StopIteration:
        log.append('closed')
sys.set_asyncgen_hooks(first, final)
async def agen():
    try:
        yield 1
        yield 2
    finally:
        log.append('finally')
g = agen()
print(log)
it = g.__anext__()
print(log)
try:
    it.send(None)
except StopIteration as e:
    print(e.value)
del it, g
print(log)
hooks = sys.get_asyncgen_hooks()
print(hooks.firstiter is first, hooks[1] is final, len(hooks))
sys.set_asyncgen_hooks(firstiter=None)
print(sys.get_asyncgen_hooks().firstiter, sys.get_asyncgen_hooks().finalizer is final)
try:
    sys.set_asyncgen_hooks(1)
except TypeError as e:
    print(e)
try:
    sys.set_asyncgen_hooks(finalizer='x')
except TypeError as e:
    print(e)
sys.set_asyncgen_hooks(*hooks)
sys.set_asyncgen_hooks(None, None)
print(sys.get_asyncgen_hooks())
