class Desc:
    def __set_name__(self, owner, name):
        raise RuntimeError("no name")
class Owner:
    field = Desc()
