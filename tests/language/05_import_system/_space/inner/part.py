part = "inner"
