# Lock and RLock.
import threading

lock = threading.Lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
lock.release()
for call in (lock.release, lambda: lock.acquire(False, 1), lambda: lock.acquire(True, -2)):
    try:
        call()
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, e)
total = 0


def add():
    global total
    for _ in range(2000):
        with lock:
            before = total
            total = before + 1


threads = [threading.Thread(target=add) for _ in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total)

rlock = threading.RLock()
with rlock:
    with rlock:
        seen = []
        t = threading.Thread(target=lambda: seen.append(rlock.acquire(False)))
        t.start()
        t.join()
        print(seen, rlock._is_owned())
print(rlock._is_owned())
for call in (rlock.release,):
    try:
        call()
    except RuntimeError as e:
        print(e)

# A lock may be released by another thread.
lock.acquire()
t = threading.Thread(target=lock.release)
t.start()
lock.acquire()
t.join()
print(lock.locked())
