# What each error handler makes of text that an encoding does not have.
text = 'a\xe9\u20ac\U0001f600\ud800\udc80z'
for encoding in ['ascii', 'latin-1', 'cp1252', 'utf-8', 'utf-16-le', 'utf-32-be']:
    for handler in ['strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'namereplace', 'surrogateescape', 'surrogatepass', 'nosuch']:
        try:
            print(encoding, handler, text.encode(encoding, handler))
        except Exception as error:
            print(encoding, handler, type(error).__name__, ascii(str(error)))
try:
    'ab\u20ac\u20acc'.encode('latin-1')
except UnicodeEncodeError as error:
    print(error.encoding, ascii(error.object), error.start, error.end, error.reason, error.args[2:])
print('fine'.encode('ascii', 'nosuch'), ''.encode('utf-8', 'nosuch'))
