def show(f):
    try:
        f()
    except Exception as error:
        print(type(error).__name__, error)


data = {"a": [1, 2, {"b": None}]}
show(lambda: data["a"][2]["b"]["c"])
show(lambda: data["a"][9])
show(lambda: 1 + data)
wide = "日本語"
print(wide + "x" + (wide * 2) + data["a"][2]["b"]["c"])
