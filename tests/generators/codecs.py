"""Random texts and bytes through every encoding and error handler."""

from _cases import BYTES, STRS, arguments, outcome, report

ENCODINGS = ['utf-8', 'utf-8', 'UTF8', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf_32_be', 'latin-1', 'ascii', 'utf-8-sig', 'cp1252', 'cp1251', 'cp437', 'iso8859-15', 'koi8-r', 'mac_roman',
             'unicode_escape', 'raw_unicode_escape', 'nosuch', 'hex', 'rot13', 'ISO_8859-1', 'us-ascii', 'L1']
HANDLERS = ['strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'surrogateescape', 'surrogatepass', 'namereplace', 'nosuch']
PIECES = ["'a'", "'\\xe9'", "'\\u20ac'", "'\\U0001f600'", "'\\ud800'", "'\\udcff'", "'\\udc80'", "'\\udfff'", "'\\x00'", "'\\n'", "'\\\\'", "'\\x80'", "'\\ufeff'", "'\\uffff'", "'\\u0100'", "'\\u0416'", "'\\x9f'", "'\\x7f'"]
RAW = [0, 0x41, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xc3, 0xa9, 0xe0, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f, 0x98, 0xf4, 0x90, 0xf5, 0xff, 0xfe, 0xd8, 0xdc, 0xd9, 0x81, 0x5c, 0x78, 0x75, 0x55, 0x4e, 0x7b, 0x7d, 0x30, 0x31, 0x0a, 0x22]


def case(random):
    encoding, handler = random.pick(ENCODINGS), random.pick(HANDLERS)
    arguments = random.pick([f'{encoding!r}', f'{encoding!r}, {handler!r}', f'{encoding!r}, {handler!r}', f'encoding={encoding!r}, errors={handler!r}'])
    if random.below(2):
        text = ' + '.join(random.pick(PIECES) for _ in range(1 + random.below(5)))
        if random.chance(6):
            text = random.pick(STRS)
        return f'({text}).encode({arguments})'
    data = bytes(random.pick(RAW) if random.below(4) else random.below(256) for _ in range(random.below(9)))
    return f'{random.pick(["bytes", "bytearray"])}({data!r}).decode({arguments})' if random.below(4) else f'str({data!r}, {arguments})'


def main():
    random, count = arguments()
    for _ in range(count):
        source = case(random)
        report(source, outcome(source))


main()
