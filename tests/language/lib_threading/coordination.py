# Condition, Event, Semaphore, Barrier, Timer.
import threading

cond = threading.Condition()
items, got = [], []


def consume():
    for _ in range(3):
        with cond:
            cond.wait_for(lambda: items)
            got.append(items.pop(0))
            cond.notify_all()


t = threading.Thread(target=consume)
t.start()
for i in range(3):
    with cond:
        items.append(i)
        cond.notify_all()
        cond.wait_for(lambda: not items)
t.join()
print(got)
with cond:
    print(cond.wait(0.01), cond.wait_for(lambda: 0, timeout=0.01))
for call in (cond.wait, cond.notify):
    try:
        call()
    except RuntimeError as e:
        print(e)

event = threading.Event()
print(event.wait(0.01), event.is_set())
timer = threading.Timer(0.01, event.set)
timer.start()
print(event.wait(10), event.is_set())
timer.join()
event.clear()
late = threading.Timer(60, print, ["never"])
late.start()
late.cancel()
late.join()

sem = threading.BoundedSemaphore(2)
print(sem.acquire(), sem.acquire(), sem.acquire(False), sem.acquire(timeout=0.01))
sem.release(2)
try:
    sem.release()
except ValueError as e:
    print(e)

barrier = threading.Barrier(3, action=lambda: print("all there"))
places = []
threads = [threading.Thread(target=lambda: places.append(barrier.wait())) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(places), barrier.n_waiting, barrier.broken)
barrier.abort()
try:
    barrier.wait()
except threading.BrokenBarrierError:
    print("broken", barrier.broken)
