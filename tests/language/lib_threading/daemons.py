# The program ends although daemons run, and waits for the others.
import threading
import time


def spin():
    try:
        while True:
            pass
    finally:
        print("never printed")


def sleep():
    time.sleep(1000)


def wait():
    threading.Event().wait()


lock = threading.Lock()
lock.acquire()
for target in (spin, sleep, wait, lock.acquire):
    threading.Thread(target=target, daemon=True).start()


def last():
    time.sleep(0.05)
    print("the program waited")


threading.Thread(target=last).start()
print("end of main")
