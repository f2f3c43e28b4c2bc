# input from a replaced stdin, prompts, end of file.
import sys
class In:
    def __init__(self, *lines): self.lines = list(lines)
    def readline(self): return self.lines.pop(0) if self.lines else ''
old = sys.stdin
sys.stdin = In('first\n', 'second', '\n', 'with spaces  \n')
print(input()); print(input('prompt> ')); print(repr(input(5))); print(repr(input(['list'])))
try: input()
except EOFError as e: print(repr(e))
class Bad:
    def readline(self): return 5
sys.stdin = Bad()
try: input()
except TypeError as e: print(e)
sys.stdin = None
try: input()
except RuntimeError as e: print(e)
del sys.stdin
try: input()
except RuntimeError as e: print(e)
sys.stdin = old
for call in (lambda: input(1, 2), lambda: input(prompt='x')):
    try: call()
    except TypeError as e: print(e)
class BadStr:
    def __str__(self): raise KeyError('prompt')
try: input(BadStr())
except KeyError as e: print(repr(e))
try: input('real> ')
except EOFError as e: print(repr(e))
