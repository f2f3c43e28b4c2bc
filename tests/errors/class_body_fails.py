class Outer:
    class Inner:
        x = 1 / 0
