# What a name is bound to.
import _pack.sub.deep
print(_pack.__name__)
import _pack.sub.deep as d
print(d.__name__)
print(__import__("_pack.sub.deep").__name__, __import__("_pack.sub.deep", fromlist=["value"]).__name__)
print(__import__("_pack.sub.deep", fromlist=[""]).__name__)


def local():
    import _plain as p, _pack.sub as s
    from _plain import public as q
    return p.public, s.__name__, q, sorted(locals())


print(local())


class Body:
    import _plain
    from _plain import also as listed


print(Body._plain.public, Body.listed)


def declared():
    global everywhere
    import _plain as everywhere


declared()
print(everywhere.__name__)
