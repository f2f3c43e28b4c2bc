print([3, 1].sort(revers=True))
