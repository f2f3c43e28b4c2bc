class T(bool):
    pass
