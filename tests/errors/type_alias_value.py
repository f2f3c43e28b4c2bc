type Alias[T] = dict[T, Undefined]
print(Alias)
Alias.__value__
