# The order in which displays evaluate, and what stars and double stars do in them.
def say(value): print('say', value); return value
print([say(1), say(2), *[say(3), say(4)], say(5)])
print({say('k'): say('v'), **{say('a'): say('b')}, say('c'): say('d')})
print((say(1), *(), say(2)), {say(1), say(1)}, {1: 'a', 1.0: 'b', True: 'c'}, {1, 1.0, True}, [*'ab', *range(2), *{}], {**{}, 'a': 1, **{'a': 2}}, (*[1],), {*[1], *(2,)})
print([*[*[*[1]]]], {**dict(a=1), 'b': 2}, [] is [], () is (), {} == dict(), [1, 2, ], (1,), {1: 2, })
for text in ['[*1]', '{*1}', '{**1}', '{**[(1, 2)]}', '(*None,)', '{[]: 1}', '{{}}', '{1: 2, **None}', '[*(x for x in 5)]', '{{1}: 2}', '{(1, []): 1}', '{*[[]]}', 'dict(**{1: 2})', 'dict(a=1, **{"a": 2})']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
