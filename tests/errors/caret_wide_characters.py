# Columns of wide and combining characters.
import sys
def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
名前 = {}
é = 0
show(lambda: 名前['漢字'] + 1)
show(lambda: 1 / é)
show(lambda: "日本" + 5)
show(lambda: ("日本", 1 / é, "語"))
show(lambda: "😀" / 2)
show(lambda: len("ａｂ") + "x")
show(lambda: 'é' + 1)
show(lambda: print("日本", 名前["語"], "語"))
