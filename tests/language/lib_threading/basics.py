# Threads: start, join, names, states.
import threading

out = []


def work(n, *, twice=False):
    out.append(n * 2 if twice else n)


threads = [threading.Thread(target=work, args=(i,), kwargs={"twice": i % 2 == 0}) for i in range(5)]
print([t.name for t in threads], threads[0].is_alive(), threads[0].ident, threads[0].daemon)
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(out), threads[0].is_alive(), threads[0].ident is not None)
print(threading.current_thread() is threading.main_thread(), threading.current_thread().name, threading.active_count())
for wrong in (threads[0].start, threading.Thread().join, threading.current_thread().join):
    try:
        wrong()
    except RuntimeError as e:
        print(e)


class Mine(threading.Thread):
    def run(self):
        self.result = (threading.current_thread() is self, self.name)


m = Mine(name="mine", daemon=True)
m.start()
m.join()
print(m.result, m.daemon)
try:
    m.daemon = False
except RuntimeError as e:
    print(e)
ident = []
t = threading.Thread(target=lambda: ident.append(threading.get_ident()))
t.start()
t.join(10)
print(ident == [t.ident], t.ident != threading.get_ident(), threading.enumerate() == [threading.main_thread()])
