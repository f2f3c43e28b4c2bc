# str.format: fields, attributes, items, conversions, nesting, and their errors.
class Point:
    x, y = 1, {'k': [10, 20]}
    def __repr__(self): return 'Point()'
p = Point()
print('{} {}'.format(1, 2), '{1} {0} {1}'.format('a', 'b'), '{a} {b}'.format(a=1, b=2), '{0.x} {0.y[k][1]}'.format(p), '{a[0]} {a[-1]}'.format(a={'-1': 'neg', 0: 'zero'}), '{!r} {!s} {!a}'.format('\xe9', '\xe9', '\xe9') == "'\xe9' \xe9 '\\xe9'", '{{}} {{{}}}'.format(1), '{:>{}}|{:{}{}}'.format('a', 4, 'b', '<', 3), '{0:{1}.{2}f}'.format(3.14159, 8, 2), '{:{w}}'.format('x', w=3) + '|', '{0!r:>8}'.format('q'), ''.format(), '{}'.format(p), '{0[a b]}'.format({'a b': 5}), '{0[]!r}'.format({'': 6}) if False else '', '{x}'.format_map({'x': 1}), '{0.real.imag}'.format(5))
class Default(dict):
    def __missing__(self, key): return f'<{key}>'
print('{a} {b.x}'.format_map({'a': 1, 'b': p}), '{known} {unknown}'.format_map(Default(known=1)))
for text in ['"{}".format()', '"{1}".format(0)', '"{a}".format(1)', '"{} {0}".format(1, 2)', '"{0} {}".format(1, 2)', '"{".format(1)', '"}".format(1)', '"{0".format(1)', '"{0!}".format(1)', '"{0!x}".format(1)', '"{0!rr}".format(1)', '"{0.}".format(1)', '"{0[}".format(1)', '"{0[]}".format({})', '"{0.x}".format(1)', '"{0[1]}".format("a")', '"{0[a]}".format("a")', '"{0[k]}".format({})', '"{:{:{}}}".format(1, 2, 3)', '"{0[1]x}".format([1, 2])', '"{:d}".format("a")', '"{}".format_map([])', '"{a}".format_map(1)', '"{a}".format_map({})', '"{-1}".format(1)', '"{ 0}".format(1)', '"{0 }".format(1)', '"{99999999999999999999}".format(1)', '"{0!r".format(1)', '"{0:{}".format(1)', '"{!}".format(1)', '"{:}}".format(1)', '"{a.b}".format(a=1)', '"{0[99999999999999999999]}".format([1])']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
