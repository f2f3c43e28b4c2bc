alpha = "a"
beta = "b"
