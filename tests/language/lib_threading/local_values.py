# threading.local, and exceptions that end a thread.
import threading

own = threading.local()
own.x = "main"
seen = []


def look():
    seen.append(hasattr(own, "x"))
    own.x = "other"
    seen.append(own.x)


t = threading.Thread(target=look)
t.start()
t.join()
print(seen, own.x, own.__dict__)
del own.x
try:
    own.x
except AttributeError as e:
    print(e)


class Counter(threading.local):
    start = 5

    def __init__(self, step):
        self.n = self.start
        self.step = step

    def bump(self):
        self.n += self.step
        return self.n


c = Counter(10)
print(c.bump(), c.bump())
t = threading.Thread(target=lambda: print(c.bump()))
t.start()
t.join()
print(c.bump())
try:
    threading.local(1)
except TypeError as e:
    print(e)


class Dies:
    def __del__(self):
        print("dies with its thread")


def hold():
    own.thing = Dies()


t = threading.Thread(target=hold)
t.start()
t.join()


def hook(args):
    print(args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = hook
t = threading.Thread(target=lambda: 1 / 0, name="bad")
t.start()
t.join()
t = threading.Thread(target=lambda: (_ for _ in ()).throw(SystemExit), name="leaves")
threading.excepthook = threading.__excepthook__
t.start()
t.join()
print("end")
