x = {'a': 1, 'b': [1, 2, 3, (4, 5, 6)], 'c': lambda q: q + 1, 'd': 5 6, 'e': "text with some length in it", 'f': None}
