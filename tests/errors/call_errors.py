def f(a, b, *, c):
    pass


for call in (
    lambda: f(),
    lambda: f(1, 2, 3, c=4),
    lambda: f(1, 2),
    lambda: f(1, 2, c=3, d=4),
    lambda: f(1, a=1, b=2, c=3),
    lambda: len(),
    lambda: len(1),
    lambda: "x".join(1),
    lambda: 5(),
    lambda: None.x,
    lambda: [].nothing,
):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
f(1)
