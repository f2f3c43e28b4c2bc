class C:
    def __new__(cls, x):
        return super().__new__(cls, x)
C(5)
