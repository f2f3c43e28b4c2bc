from .. import hidden
value = ["deep", hidden]
