class A:
    def __getattr__(self, name):
        return self.other
try:
    A().x
except RecursionError as e:
    print(str(e)[:32])
class B:
    def __repr__(self): return repr(self)
try:
    repr(B())
except RecursionError as e:
    print("repr", str(e)[:32])
undefined_name
