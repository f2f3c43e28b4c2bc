# An error in __exit__ while another is on its way.
class M:
    def __enter__(self): return self
    def __exit__(self, *a):
        raise OSError('in exit')
with M() as m:
    m.missing
