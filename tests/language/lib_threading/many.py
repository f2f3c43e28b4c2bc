# Two thousand threads at once.
import threading

gate = threading.Event()
lock = threading.Lock()
done = 0


def work():
    global done
    gate.wait()
    with lock:
        done += 1


threads = [threading.Thread(target=work) for _ in range(2000)]
for t in threads:
    t.start()
print(threading.active_count())
gate.set()
for t in threads:
    t.join()
print(done, threading.active_count())
