class I:
    def __iter__(self): return 5
[x for x in I()]
