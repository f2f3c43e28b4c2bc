# Nested fields in specifications, and objects with __format__ of their own.
class Shown:
    def __format__(self, spec):
        return f'<{spec}>'
    def __repr__(self):
        return 'Shown!'
s = Shown()
width, prec, value = 12, 3, 3.14159265
print(f'{value:{width}.{prec}}|', f'{value:{width}.{prec}f}|', f'{value:>{width}}|', f'{value:{"*^"}{width}}|', f'{value:{"+"}.{prec - 1}e}')
print(f'{s}', f'{s:}', f'{s:abc}', f'{s:{width}}', f'{s:{{}}}', f'{s:a{1}b{2}c}', f'{s!r}', f'{s!r:>10}', f'{s!s:>10}', f'{s:{s:x}}')
print(f'{s:%H:%M}', f'{s:a:b}', f'{s: }', f'{s:\n}'.encode(), f'{s:\x41}', f"{s:{'}'}}", f'{s:}}}' if False else '')
print(f'{1:{""}}', f'{"a":{"<"}{5}}|', f'{10:{"#x"}}', f'{10:#{"x"}}', f'{True:{5}}', f'{None:}', f'{None!s:>6}')
for text in ["f'{1:{}}'", "f'{None:5}'", "f'{[]:5}'", "f'{\"a\":d}'", "f'{1:{2:{3}}}'", "f'{1:{2:{3:{4}}}}'"]:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
