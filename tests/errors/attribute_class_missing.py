class Config:
    debug = True
print(Config.debgu)
