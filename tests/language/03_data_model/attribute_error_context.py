# An AttributeError learns which object was asked for which name, also where a program raised it.
class Asked:
    value = 1

    def __getattr__(self, name):
        raise AttributeError("no " + name)


class Property:
    @property
    def broken(self):
        raise AttributeError("inside")


def tell(f):
    try:
        f()
    except AttributeError as error:
        print(error, "|", error.name, "|", type(error.obj).__name__)


tell(lambda: Asked().valu)
tell(lambda: getattr(Asked(), "other"))
tell(lambda: Property().broken)
tell(lambda: (3).nothing)
tell(lambda: Asked.nothing)
tell(lambda: Asked().one.two)


def own():
    raise AttributeError("mine", name="given", obj=[])


tell(own)


class Given:
    def __getattr__(self, name):
        raise AttributeError("said", name="another", obj=())


tell(lambda: Given().asked)
print(getattr(Asked(), "x", "default"), hasattr(Asked(), "x"))
