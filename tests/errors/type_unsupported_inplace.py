total = 5
total += [1]
