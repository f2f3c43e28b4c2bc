class Point:
    def __init__(self):
        self.horizontal = 1


def attribute():
    return Point().horizontl


def name():
    counter = 1
    return conter


for f in (attribute, name):
    try:
        f()
    except Exception as error:
        print(type(error).__name__, error)

prinf("x")
