try:
    int("x")
except ValueError:
    raise TypeError("another") from None
