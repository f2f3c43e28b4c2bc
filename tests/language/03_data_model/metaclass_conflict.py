class M1(type): pass
class M2(type): pass
class M3(M1, M2): pass
class A(metaclass=M1): pass
class B(metaclass=M2): pass
try:
    class C(A, B): pass
except TypeError as e:
    print(e)
class C(A, B, metaclass=M3): pass
print(type(C).__name__)
try:
    class D(A, metaclass=M2): pass
except TypeError as e:
    print(e)
try:
    type("T", (A, B), {})
except TypeError as e:
    print(e)
print(type(type("T", (A,), {})).__name__)
print(type(M1("U", (C,), {})).__name__)
class E(A, metaclass=type): pass
print(type(E).__name__)
for bases in [(1,), (bool,), (type(None),), (type(lambda: 0),), (int, str), (type(...),), (range,), (list, dict), (int, list)]:
    try:
        class F(*bases): pass
        print("made", F.__bases__)
    except TypeError as e:
        print(e)
try:
    type("X", [int], {})
except TypeError as e:
    print(e)
for args in [(), (1, 2), ("X", (), 1), (1, (), {}), ("X\0", (), {}), ("X", (1,), {}), ("a", (), {}, 4)]:
    try:
        print(type(*args))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    type(x=1)
except TypeError as e:
    print(e)
try:
    type("Y", (), {}, z=1)
except TypeError as e:
    print(e)
print(type("W", (), {"a": 1}).a, type("V", (), dict(__module__="m", __qualname__="q.V")))
for q in (1, "ok"):
    try:
        print(type("V", (), {"__qualname__": q}).__qualname__)
    except TypeError as e:
        print(e)
