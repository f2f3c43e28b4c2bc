print("running", __name__, "of", __package__)
from . import shown as borrowed
from .sub.deep import value
