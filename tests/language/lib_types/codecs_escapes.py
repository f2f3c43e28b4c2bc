# unicode_escape and raw_unicode_escape, both ways.
text = 'a\n\t\\\'"\x00\x7f\x80\xe9\u20ac\U0001f600\ud800'
for encoding in ['unicode_escape', 'raw_unicode_escape']:
    data = text.encode(encoding)
    print(data, ascii(data.decode(encoding)))
for data in [b'\\n\\x41\\u20ac\\N{EURO SIGN}\\101\\q\\', b'\\x4', b'\\u20a', b'\\U00110000', b'\\N{nothing}', b'\\N', b'\xe9\\xe9', b'\\\\u0041', b'a\\\nb', b'\\777', b'\\']:
    for encoding in ['unicode_escape', 'raw_unicode_escape']:
        try:
            print(data, encoding, ascii(data.decode(encoding)))
        except UnicodeDecodeError as error:
            print(data, encoding, error)
