def check(n):
    assert n > 0, f"{n} is not positive"
    assert n % 2 == 0


check(2)
check(3)
