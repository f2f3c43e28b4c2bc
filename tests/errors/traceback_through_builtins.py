# Native functions have no line; what they call has.
def key(x): return x / 0
class R:
    def __repr__(self): raise ValueError('repr')
    def __eq__(self, o): raise ValueError('eq')
    def __hash__(self): raise ValueError('hash')
    def __len__(self): raise ValueError('len')
    def __iter__(self): return self
    def __next__(self): raise ValueError('next')
    def __lt__(self, o): raise ValueError('lt')
    def __bool__(self): raise ValueError('bool')
    def __index__(self): raise ValueError('index')
    def __format__(self, s): raise ValueError('format')
    def __call__(self): raise ValueError('call')
    def __getattr__(self, n): raise ValueError('getattr')
    def __contains__(self, x): raise ValueError('contains')
import sys
for f in (lambda: sorted([1, 2], key=key), lambda: list(map(key, [1])), lambda: max([1], key=key), lambda: repr([R()]), lambda: R() in [1], lambda: {R(): 1}, lambda: len(R()), lambda: list(R()), lambda: sorted([R(), R()]), lambda: [x for x in R()],
          lambda: not R(), lambda: [1][R()], lambda: f'{R():x}', lambda: R()(), lambda: R().x, lambda: 1 in R(), lambda: print(R()), lambda: '%s' % R(), lambda: any([R()]), lambda: sum([1, R()]), lambda: dict(R()), lambda: exec('R().y'), lambda: eval('R()()')):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
