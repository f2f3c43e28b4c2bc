class T(5):
    pass
