import _second
name = "first"
