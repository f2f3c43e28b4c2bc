# Byte order marks, surrogate pairs, both orders.
text = 'a\u20ac\U0001f600'
for encoding in ['utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-32-be', 'utf-8-sig', 'utf-8']:
    data = text.encode(encoding)
    print(encoding, data, data.decode(encoding) == text, ''.encode(encoding), '\ufeffx'.encode(encoding))
print(ascii(b'\xfe\xff\x00a'.decode('utf-16')), ascii(b'a\x00'.decode('utf-16')), ascii(b'\xff\xfea\x00'.decode('utf-16-le')), ascii(b'\xef\xbb\xbfa'.decode('utf-8')), ascii(b'\xef\xbb\xbfa'.decode('utf-8-sig')), ascii(b'\x00\x00\xfe\xff\x00\x00\x00a'.decode('utf-32')), ascii(b'=\xd8\x00\xde'.decode('utf-16-le')))
for data, encoding in [(b'a', 'utf-16'), (b'\x00\xd8', 'utf-16-le'), (b'\x00\xdc', 'utf-16-le'), (b'\x00\xd8a\x00', 'utf-16-le'), (b'abc', 'utf-32'), (b'\x00\x00\x11\x00', 'utf-32-le'), (b'\xd8\x00', 'utf-16-be'), (b'\x00\xd8\x00\x00', 'utf-32-le')]:
    try:
        print(data.decode(encoding))
    except UnicodeDecodeError as error:
        print(encoding, error)
