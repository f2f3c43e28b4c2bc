def f[T: missing](x: T): return x
print(f(1))
f.__type_params__[0].__bound__
