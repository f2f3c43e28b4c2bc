# Tabs, deep indentation, continuation lines that are less indented.
def f():
	if True:
		return (1 +
	None)
class C:
    def m(self):
        for i in range(1):
            with open('/dev/null') as x:
                return g("""
less""", 1 / 0)
def g(*a): pass
try:
    f()
except TypeError:
    C().m()
