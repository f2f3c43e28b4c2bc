//! Warnings of literals, as CPython 3.13 gives them.

use minipy_parser::{Arena, Mode, ParseOptions, parse};

#[test]
fn literals_warn_as_in_cpython() {
    let recorded: [(&str, &[(&str, u32)]); 15] = [
        (r"'\d'", &[(r"invalid escape sequence '\d'", 1)]),
        (r"'\8'", &[(r"invalid escape sequence '\8'", 1)]),
        (r"'\400'", &[(r"invalid octal escape sequence '\400'", 1)]),
        (r"b'\d'", &[(r"invalid escape sequence '\d'", 1)]),
        (r"f'\d{a}\q'", &[(r"invalid escape sequence '\d'", 1), (r"invalid escape sequence '\q'", 1)]),
        (r"f'\{a}'", &[(r"invalid escape sequence '\{'", 1)]),
        ("1if a else b", &[("invalid decimal literal", 1)]),
        ("0xfor x", &[("invalid hexadecimal literal", 1)]),
        ("1.5and 2", &[("invalid decimal literal", 1)]),
        ("1jif a else b", &[("invalid imaginary literal", 1)]),
        ("0o7and x", &[("invalid octal literal", 1)]),
        ("x = '''\n\\d\n'''", &[(r"invalid escape sequence '\d'", 1)]),
        (r"'\d\e'", &[(r"invalid escape sequence '\d'", 1)]),
        (r"r'\d'", &[]),
        (r"f'{1:\d}'", &[(r"invalid escape sequence '\d'", 1)]),
    ];
    for (source, wanted) in recorded {
        let arena = Arena::new();
        let found = parse(source, Mode::Module, ParseOptions::default(), &arena);
        let found = found.map(|p| p.warnings.into_iter().map(|w| (w.msg, w.lineno)).collect::<Vec<_>>());
        let wanted = wanted.iter().map(|&(msg, line)| (msg.to_owned(), line)).collect::<Vec<_>>();
        assert_eq!(found.ok(), Some(wanted), "{source}");
    }
}
