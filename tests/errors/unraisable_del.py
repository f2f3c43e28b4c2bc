class Loud:
    def __del__(self):
        raise RuntimeError("in __del__")


x = Loud()
del x
print("goes on")
