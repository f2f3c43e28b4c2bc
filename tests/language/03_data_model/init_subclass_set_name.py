class Base:
    def __init_subclass__(cls, /, tag=None, **kw):
        print("init_subclass", cls.__name__, tag, kw)
        super().__init_subclass__(**kw)
        cls.tag = tag
class A(Base, tag="a"): pass
class B(A): pass
print(A.tag, B.tag)
try:
    class C(A, tag=1, wrong=2): pass
except TypeError as e:
    print(e)
try:
    class D(x=1): pass
except TypeError as e:
    print(e)
try:
    object.__init_subclass__(1)
except TypeError as e:
    print(e)

class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name
    def __get__(self, obj, owner=None):
        return self if obj is None else obj.__dict__.get(self.name, "unset")
    def __set__(self, obj, value):
        obj.__dict__[self.name] = value
class E(Base):
    f = Field()
    g = Field()
e = E()
e.f = 3
print(e.f, e.g)
class Bad:
    def __set_name__(self, owner, name):
        raise ValueError("no " + name)
try:
    class G:
        bad = Bad()
except ValueError as e:
    print(repr(e), e.__notes__)
E.late = Field()
print(hasattr(E.late, "name"))
class Change:
    def __set_name__(self, owner, name):
        setattr(owner, name + "2", 5)
class H:
    a = Change()
    b = Change()
print(H.a2, H.b2)
class WithCell(Base):
    def m(self):
        return __class__
print(WithCell().m())
