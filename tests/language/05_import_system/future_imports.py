from __future__ import annotations, division
import __future__


def f(a: undefined_name, b: "text" = 1) -> also_undefined:
    local: never_evaluated = 3
    return local


print(f.__annotations__, f(1))


class C:
    x: nothing.like.this = 1


print(C.__annotations__)
print(annotations.optional, annotations.mandatory, annotations.compiler_flag, annotations is __future__.annotations)
print(__future__.all_feature_names)
