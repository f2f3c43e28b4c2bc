# SystemExit from nested code with a context: nothing but its value is printed.
try:
    1 / 0
except ZeroDivisionError:
    raise SystemExit(['a', 'list'])
