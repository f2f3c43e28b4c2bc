//! Which sources more text could make whole: what `compile` says with `PyCF_ALLOW_INCOMPLETE_INPUT | PyCF_DONT_IMPLY_DEDENT`.

use minipy_parser::{Arena, ErrorKind, Mode, ParseOptions, parse};

#[test]
fn input_is_incomplete_where_cpython_says_so() {
    let recorded = [
        ("single", "if 1:", true),
        ("exec", "if 1:", true),
        ("single", "if 1:\n", true),
        ("exec", "if 1:\n", true),
        ("single", "if a:\n  b", true),
        ("exec", "if a:\n  b", false),
        ("single", "def f(", true),
        ("exec", "def f(", true),
        ("single", "x = (1,", true),
        ("exec", "x = (1,", true),
        ("single", "x = \"\"\"a", true),
        ("exec", "x = \"\"\"a", true),
        ("single", "x = \"a", true),
        ("exec", "x = \"a", false),
        ("single", "x =", true),
        ("exec", "x =", false),
        ("single", "x = ", true),
        ("exec", "x = ", false),
        ("single", "for", true),
        ("exec", "for", false),
        ("single", "a b", true),
        ("exec", "a b", false),
        ("single", "if a b", true),
        ("exec", "if a b", false),
        ("single", "class A", true),
        ("exec", "class A", false),
        ("single", "class A:", true),
        ("exec", "class A:", true),
        ("single", "@a", true),
        ("exec", "@a", true),
        ("single", "try:\n  x\n", true),
        ("exec", "try:\n  x\n", true),
        ("single", "try:\n  x", true),
        ("exec", "try:\n  x", true),
        ("single", "while 1:\n  x\nelse", true),
        ("exec", "while 1:\n  x\nelse", false),
        ("single", "a +", true),
        ("exec", "a +", false),
        ("single", "1 +\n", false),
        ("exec", "1 +\n", false),
        ("single", "(a b", true),
        ("exec", "(a b", false),
        ("single", "[1, 2", true),
        ("exec", "[1, 2", true),
        ("single", "if x: y\nel", true),
        ("exec", "if x: y\nel", false),
        ("single", "lambda", true),
        ("exec", "lambda", false),
        ("single", "f\"{a", true),
        ("exec", "f\"{a", true),
        ("single", "f\"\"\"{a", true),
        ("exec", "f\"\"\"{a", true),
        ("single", "x = 1 if", true),
        ("exec", "x = 1 if", false),
        ("single", "try", true),
        ("exec", "try", false),
        ("single", "with a", true),
        ("exec", "with a", false),
        ("single", "else:", false),
        ("exec", "else:", false),
        ("single", "x = )", false),
        ("exec", "x = )", false),
        ("single", "if 1:\n  if 2:\n", true),
        ("exec", "if 1:\n  if 2:\n", true),
    ];
    for (mode, source, wanted) in recorded {
        let kind = if mode == "single" { Mode::Interactive } else { Mode::Module };
        let arena = Arena::new();
        let options = ParseOptions { allow_incomplete: true, ..ParseOptions::default() };
        let found = parse(source, kind, options, &arena).is_err_and(|e| e.kind == ErrorKind::IncompleteInputError);
        assert_eq!(found, wanted, "{mode} {source:?}");
    }
}
