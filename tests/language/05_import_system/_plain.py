_private = 1
public = 2
also = [3]
