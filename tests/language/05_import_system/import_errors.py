# What the errors say.
import sys


def tell(code):
    try:
        exec(code, {"__name__": "__main__", "__package__": None})
    except BaseException as error:
        text = str(error).replace(__file__.rpartition("/")[0] + "/", "")
        print(f"{type(error).__name__}: {text} | {getattr(error, 'name', '-')}")


tell("import nowhere")
tell("import nowhere.at.all")
tell("import _pack.nowhere")
tell("import sys.nowhere")
tell("import _plain.nowhere")
tell("from _plain import nowhere")
tell("from _plain import publik")
tell("from sys import argvv")
tell("from nowhere import a")
tell("from . import a")
tell("from .a import b")
tell("from .. import b")
tell("import _pack.beyond")
tell("from _pack import beyond")
tell("import _broken.syntax")
tell("import _broken.raises")
tell("import _broken.raises")
print("_broken.raises" in sys.modules, "_broken" in sys.modules)
tell("from __future__ import braces")
tell("from __future__ import nothing")
sys.modules["blocked"] = None
tell("import blocked")
tell("__import__('')")
tell("__import__(3)")
tell("__import__('a', level=-1)")
tell("__import__('a', {}, {}, [], 1)")
tell("__import__('_plain', fromlist=[3])")
tell("__import__('_pack', fromlist=[3])")
