//! Sources that nest deeply: each gets a tree or an error, never a crash, on the small stack of a test's thread.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use minipy_ast::{DumpOptions, Node, dump};
use minipy_parser::{Arena, ErrorKind, Mode, ParseOptions, PythonRepr, SyntaxError, parse};

fn check(source: &str) -> Result<usize, Box<SyntaxError>> {
    let arena = Arena::new();
    let parsed = parse(source, Mode::Module, ParseOptions::default(), &arena)?;
    Ok(dump(Node::Mod(&parsed.tree), &DumpOptions::default(), &PythonRepr).len())
}

fn error(source: &str) -> SyntaxError {
    *check(source).expect_err(source.get(..40).unwrap_or(source))
}

/// `unit` as often, then the rest.
fn deep(unit: &str, times: usize, rest: &str) -> String {
    unit.repeat(times) + rest
}

#[test]
fn brackets_nest_to_200() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("a[", "]"), ("{1:", "}"), ("(a, *", ",)")] {
        let source = |n| deep(open, n, "1") + &close.repeat(n);
        if open != "{" {
            assert!(check(&source(200)).is_ok(), "{open}");
        }
        assert_eq!(error(&source(201)).msg, "too many nested parentheses", "{open}");
        assert_eq!(error(&source(100_000)).msg, "too many nested parentheses", "{open}");
    }
}

#[test]
fn an_error_inside_200_brackets_has_its_words() {
    for n in [10, 50, 150, 199] {
        let source = deep("(", n, "a b") + &")".repeat(n);
        assert_eq!(error(&source).msg, "invalid syntax. Perhaps you forgot a comma?", "{n}");
        let source = deep("[", n, "1 = 2") + &"]".repeat(n);
        assert_eq!(error(&source).msg, "cannot assign to literal here. Maybe you meant '==' instead of '='?", "{n}");
        let source = deep("(", n, "");
        assert_eq!(error(&source).msg, "'(' was never closed", "{n}");
    }
}

#[test]
fn indentation_nests_to_99() {
    let source = |n: usize| {
        let mut s = String::new();
        for i in 0..n {
            s += &" ".repeat(i);
            s += "if a:\n";
        }
        s + &" ".repeat(n) + "b\n"
    };
    assert!(check(&source(99)).is_ok());
    let e = error(&source(100));
    assert_eq!((e.kind, e.msg.as_str()), (ErrorKind::IndentationError, "too many levels of indentation"));
    let mut broken = source(99);
    broken.push_str("x y\n");
    assert_eq!(error(&broken).msg, "invalid syntax");
}

#[test]
fn chains_that_nest_to_the_right_end_at_the_parser_stack() {
    for (unit, rest, limit) in
        [("not ", "a", 5969), ("-", "a", 5969), ("a**", "a", 2984), ("lambda:", "a", 2984), ("a if b else ", "c", 5969)]
    {
        assert!(check(&deep(unit, limit, rest)).is_ok(), "{unit}");
        let e = error(&deep(unit, 100_000, rest));
        assert_eq!(e.kind, ErrorKind::MemoryError, "{unit}");
        assert_eq!(e.msg, "Parser stack overflowed - Python source too complex to parse");
    }
    assert!(check(&("if a: b\n".to_owned() + &"elif a: b\n".repeat(5966))).is_ok());
    assert_eq!(error(&("if a: b\n".to_owned() + &"elif a: b\n".repeat(100_000))).kind, ErrorKind::MemoryError);
}

#[test]
fn an_error_behind_a_deep_chain_is_an_error() {
    for unit in ["not ", "-", "a**", "lambda:", "a if b else "] {
        let e = error(&deep(unit, 2_000, "a b"));
        assert_eq!(e.kind, ErrorKind::SyntaxError, "{unit}");
    }
    let long = "a + ".repeat(20_000) + "a b";
    assert_eq!(error(&long).msg, "invalid syntax");
    let elifs = "if a: b\n".to_owned() + &"elif a: b\n".repeat(4_000) + "elif a b: c\n";
    assert_eq!(error(&elifs).msg, "invalid syntax");
}

#[test]
fn chains_that_nest_to_the_left_have_no_limit() {
    for source in [
        deep("a + ", 100_000, "a"),
        deep("a", 1, &".b".repeat(100_000)),
        deep("a", 1, &"()".repeat(100_000)),
        deep("a", 1, &"[b]".repeat(100_000)),
        deep("a and ", 100_000, "a"),
        deep("a < ", 100_000, "a"),
        deep("a = ", 100_000, "a"),
        deep("a, ", 100_000, "a"),
        deep("'a' ", 100_000, "'a'"),
        "@a\n".repeat(100_000) + "def f(): pass",
        "a\n".repeat(100_000),
        "a; ".repeat(100_000),
        "# comment\n".repeat(100_000),
        "\n".repeat(1_000_000),
        "\\\n".repeat(100_000) + "a",
    ] {
        assert!(check(&source).is_ok(), "{}", source.get(..20).unwrap_or(""));
    }
}

#[test]
fn f_strings_nest_to_149() {
    let source = |n: usize| "f'{".repeat(n) + "1" + &"}'".repeat(n);
    assert!(check(&source(149)).is_ok());
    assert_eq!(error(&source(150)).msg, "too many nested f-strings");
}

/// No source may crash: every prefix of a source that has everything in it is parsed.
#[test]
fn every_prefix_is_a_tree_or_an_error() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trees");
    for name in ["fstrings", "patterns", "statements", "definitions", "expressions"] {
        let source = std::fs::read_to_string(folder.join(name).with_extension("py")).unwrap();
        for end in (0..source.len()).step_by(7).filter(|&i| source.is_char_boundary(i)) {
            let _ = check(&source[..end]);
        }
    }
}
