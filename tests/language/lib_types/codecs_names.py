# One encoding has many names; others there are not.
for name in ['utf8', 'UTF-8', 'Utf_8', 'u8', 'utf', 'utf-8 ', 'UTF 8', 'latin1', 'Latin-1', 'ISO-8859-1', 'iso8859_1', 'l1', '8859', 'cp819', 'ascii', 'US-ASCII', '646', 'utf16', 'U16', 'UTF-16LE', 'utf_32_be', 'windows-1252', '1252', 'cp437', 'IBM850', 'koi8-r', 'mac-roman', 'latin9', 'iso-8859-15', 'unicode-escape', 'raw-unicode-escape', 'nosuch', '', 'utf-9', 'hex', 'rot13', 'base64', 'x' * 50]:
    try:
        print(repr(name), '\xe9'.encode(name, 'replace'))
    except Exception as error:
        print(repr(name), type(error).__name__, error)
for text in ['"a".encode(1)', '"a".encode("utf-8", 1)', '"a".encode(encoding="ascii", errors="strict")', '"a".encode("a", "b", "c")', 'b"a".decode(1)', 'b"a".decode("utf-8", None)', 'str(b"a", 1)', 'str(b"a", "utf-8", 1)', 'str("a", "utf-8")', 'str(1, "utf-8")', 'str(b"\\xe9", errors="replace") == "\\ufffd"', 'str(object=b"a", encoding="ascii")', 'bytes("a")', 'bytes("a", "ascii")', 'bytes("a", encoding="utf-16-le")', 'bytes("\\xe9", "ascii", "ignore")', 'bytes(1, "ascii")', 'bytes(errors="x")', 'bytearray("a")', 'bytearray("ab", "ascii")', 'str(b"abc")', 'str(bytearray(b"x"), "ascii")']:
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
