# Clocks and waiting.
import time

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    a, n = getattr(time, name)(), getattr(time, name + "_ns")()
    print(name, type(a).__name__, type(n).__name__, abs(n / 1e9 - a) < 5)
begin = time.monotonic()
print(time.sleep(0.02))
print(time.monotonic() - begin >= 0.02)
time.sleep(0)
for wrong in (-1, float("nan"), "a", None):
    try:
        time.sleep(wrong)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(time.time() > 1_700_000_000, time.monotonic() <= time.monotonic())
