isinstance(3, [int, str])
