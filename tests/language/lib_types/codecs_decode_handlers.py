# What each error handler makes of bytes that are none of an encoding's.
for encoding, data in [('ascii', b'a\xff\xfeb'), ('utf-8', b'a\xc3(\xe2\x82z\xf0\x9f\x98'), ('utf-8', b'\xed\xa0\x80\xc0\x80\xf5'), ('utf-16', b'\xff\xfea\x00\x00\xd8b\x00x'), ('utf-32-le', b'a\0\0\0\0\0\x11\0\0\xd8\0\0z'), ('cp1252', b'a\x81\xe9'), ('unicode_escape', b'a\\xzz\\u12')]:
    for handler in ['strict', 'ignore', 'replace', 'backslashreplace', 'surrogateescape', 'surrogatepass', 'xmlcharrefreplace', 'nosuch']:
        try:
            print(encoding, handler, ascii(data.decode(encoding, handler)))
        except Exception as error:
            print(encoding, handler, type(error).__name__, error)
try:
    b'ab\xff\xfe'.decode('utf-8')
except UnicodeDecodeError as error:
    print(error.encoding, error.object, error.start, error.end, error.reason, error.args)
print(b'fine'.decode('ascii', 'nosuch'), b''.decode('nosuch'), b'\x80abc\xff'.decode('ascii', 'surrogateescape').encode('ascii', 'surrogateescape'))
