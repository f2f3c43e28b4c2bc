# Thresholds, counts, statistics, debug flags.
import gc

print(gc.isenabled(), gc.get_threshold())
gc.disable()
print(gc.isenabled())
gc.enable()
gc.set_threshold(500)
print(gc.get_threshold())
gc.set_threshold(700, 5, 6)
print(gc.get_threshold())
for args in [(), (1, 2, 3, 4), ("a",)]:
    try:
        gc.set_threshold(*args)
    except TypeError as e:
        print("TypeError")
gc.set_threshold(2000, 10, 10)
print(len(gc.get_count()), gc.get_debug())
gc.set_debug(gc.DEBUG_SAVEALL)
gc.collect()
gc.garbage.clear()
loop = []
loop.append(loop)
del loop
print(gc.collect(), len(gc.garbage), gc.garbage[0] is gc.garbage[0][0])
gc.set_debug(0)
gc.garbage[0].clear()
gc.garbage.clear()
print([sorted(s) for s in gc.get_stats()][0])
before = gc.get_stats()[2]["collections"]
gc.collect()
print(gc.get_stats()[2]["collections"] - before)
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)


def told(phase, info):
    print(phase, sorted(info), info["generation"])


gc.callbacks.append(told)
gc.collect(1)
gc.callbacks.remove(told)
gc.collect()
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
