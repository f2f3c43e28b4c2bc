"""The clocks of time, and sleep: what can be said of them without knowing the time."""
import time

for name in ("time", "monotonic", "perf_counter", "process_time"):
    clock, in_nanoseconds = getattr(time, name), getattr(time, name + "_ns")
    first, second = clock(), clock()
    print(name, type(first).__name__, type(in_nanoseconds()).__name__, second >= first)
    print(abs(in_nanoseconds() / 1e9 - clock()) < 1)
before = time.monotonic()
print(time.sleep(0.02), time.monotonic() - before >= 0.02)
print(time.sleep(0), time.sleep(True - 1))
for bad in (-1, -0.5, float("nan"), float("inf"), 10**30, "x", None):
    try:
        time.sleep(bad)
    except (ValueError, OverflowError, TypeError) as error:
        print(type(error).__name__, error)
try:
    time.time(1)
except TypeError as error:
    print(error)
