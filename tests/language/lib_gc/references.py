# Who refers to whom, and what the collector looks at.
import gc

gc.disable()
target = ["target"]
holder = [target]
table = {"key": target}
found = gc.get_referrers(target)
print(any(f is holder for f in found), any(f is table for f in found), any(f is globals() for f in found))
print(gc.get_referents(holder) == [target], gc.get_referents(1, "a"), gc.get_referents())
print(sorted(gc.get_referents((1, 2, 3))))


class C:
    pass


for thing in (1, "a", None, 1.5, [], {"a": []}, C(), C, print, len):
    if thing is not print and thing is not len:
        print(type(thing).__name__, gc.is_tracked(thing))
numbers = tuple([1, 2])
mixed = tuple([1, []])
gc.collect()
print(gc.is_tracked(numbers), gc.is_tracked(mixed))
new = [1]
print(any(o is new for o in gc.get_objects()), any(o is new for o in gc.get_objects(0)), any(o is new for o in gc.get_objects(2)))
gc.collect()
print(any(o is new for o in gc.get_objects(0)), any(o is new for o in gc.get_objects(2)))
for wrong in (-2, 3):
    try:
        gc.get_objects(wrong)
    except ValueError as e:
        print(e)
