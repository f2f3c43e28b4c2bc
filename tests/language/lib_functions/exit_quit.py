"""exit, quit, help: what site adds to builtins."""
import builtins
import sys

print(repr(exit), repr(quit), sep="\n")
print(type(exit), type(quit) is type(exit))
print(exit.name, quit.name, exit.eof)
print(help)
print(type(help), type(license), type(credits), type(copyright))
print([name for name in ("exit", "quit", "copyright", "credits", "license", "help") if name not in vars(builtins)])

closed = sys.stdin.closed
for leave, code in ((exit, ()), (quit, (3,)), (exit, ("bye",)), (quit, ((1, 2),))):
    try:
        leave(*code)
    except SystemExit as error:
        print(error.args, error.code)
print(closed, sys.stdin.closed)
try:
    exit(code=7)
except SystemExit as error:
    print(error.code)
sys.stdin = None
try:
    quit()
except SystemExit as error:
    print(repr(error))
try:
    exit(1, 2)
except TypeError:
    print("TypeError")
exit(0)
