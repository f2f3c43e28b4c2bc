__all__ = ["_private", "missing"]
_private = 1
public = 2
