class L:
    def __len__(self): return -5
print(len(L()))
