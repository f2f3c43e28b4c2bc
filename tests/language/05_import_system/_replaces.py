import sys


class Stand:
    attribute = "from an object"


sys.modules[__name__] = Stand()
