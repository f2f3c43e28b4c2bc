class D:
    def __get__(self, obj, owner):
        return obj.missing
class A:
    d = D()
A().d
