def find(): pass
find().group(1)
