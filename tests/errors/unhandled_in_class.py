class Broken:
    value = undefined_name


print("never")
