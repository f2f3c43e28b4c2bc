class D:
    value = 1
    def __getattr__(self, name):
        raise AttributeError(f"nothing called {name}")
D().valu
