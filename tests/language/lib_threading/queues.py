# Queues between threads.
import queue
import threading

q = queue.Queue(maxsize=2)
out = []


def work():
    while True:
        item = q.get()
        if item is None:
            q.task_done()
            break
        out.append(item * item)
        q.task_done()


threads = [threading.Thread(target=work) for _ in range(3)]
for t in threads:
    t.start()
for i in range(10):
    q.put(i)
for t in threads:
    q.put(None)
q.join()
for t in threads:
    t.join()
print(sorted(out), q.empty(), q.qsize(), q.full())
for call in (q.get_nowait, lambda: q.get(timeout=0.01), lambda: q.get(timeout=-1), q.task_done):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
q.put(1)
q.put(2)
try:
    q.put(3, timeout=0.01)
except queue.Full:
    print("full")
stack = queue.LifoQueue()
for i in range(3):
    stack.put(i)
print([stack.get() for _ in range(3)])
q.shutdown()
print(q.get(), q.get())
try:
    q.get()
except queue.ShutDown:
    print("shut down")
simple = queue.SimpleQueue()
simple.put("a")
print(simple.get(), simple.empty(), simple.qsize())
