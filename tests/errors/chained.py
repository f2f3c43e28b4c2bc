class Trouble(Exception):
    pass


def inner():
    return {}["key"]


def middle():
    try:
        inner()
    except KeyError as error:
        raise Trouble("no key") from error


def outer():
    try:
        middle()
    except Trouble:
        raise RuntimeError("while handling")


outer()
