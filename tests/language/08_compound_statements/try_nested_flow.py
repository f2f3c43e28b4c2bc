# Control flow through several finally blocks.
def f(path):
    log = []
    def say(x): log.append(x)
    for i in range(3):
        try:
            try:
                say(f'a{i}')
                if path == 'continue' and i == 0: continue
                if path == 'break' and i == 1: break
                if path == 'return' and i == 1: return log, 'returned'
                if path == 'raise' and i == 1: raise KeyError(i)
                say(f'b{i}')
            except ValueError:
                say('never')
            else: say(f'else{i}')
            finally:
                say(f'f1-{i}')
                if path == 'raise in finally' and i == 1: raise ValueError('fin')
        except (KeyError, ValueError) as e:
            say(repr(e))
        finally:
            say(f'f2-{i}')
    else: say('loop else')
    return log
for path in ('plain', 'continue', 'break', 'return', 'raise', 'raise in finally'): print(path, f(path))
def many():
    try:
        try:
            try: 1 / 0
            finally: [][0]
        finally: {}['k']
    except KeyError as e:
        out = []
        while e: out.append(type(e).__name__); e = e.__context__
        return out
print(many())
def loop_finally():
    out = []
    while True:
        try:
            out.append(1)
            if len(out) > 2: return out
        finally:
            if len(out) < 3: continue
print(loop_finally())
def with_return():
    class M:
        def __enter__(self): return self
        def __exit__(self, *a): print('exit'); return True
    for i in range(3):
        with M():
            if i == 1: return i
            raise ValueError
print(with_return())
def gen():
    try:
        for i in range(3):
            try: yield i
            finally: print('inner', i)
    finally: print('outer')
for x in gen():
    if x == 1: break
print('after')
