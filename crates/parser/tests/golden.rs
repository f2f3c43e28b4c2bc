//! Trees, tokens and errors beside what CPython 3.13 printed for the same sources.
//!
//! `trees/NAME.tree` is `python3.13 -m ast -a NAME.py`, `trees/NAME.tokens` is `python3.13 -m tokenize -e NAME.py`. Each line of `errors.tsv` holds
//! mode, source, class, places (`lineno,offset,end_lineno,end_offset`), message and text of the exception that `compile` raised.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use minipy_ast::{DumpOptions, Node, dump};
use minipy_parser::{Arena, Mode, ParseOptions, PythonRepr, SyntaxError, parse, print_tokens};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn sources() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder().join("trees"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    found.sort();
    assert!(found.len() >= 6, "the sources are missing");
    found
}

/// Fails with the first line that differs.
fn same(found: &str, wanted: &str, path: &Path) {
    for (n, (f, w)) in found.lines().zip(wanted.lines()).enumerate() {
        assert_eq!(f, w, "{} line {}", path.display(), n + 1);
    }
    assert_eq!(found.lines().count(), wanted.lines().count(), "{}", path.display());
}

#[test]
fn trees_are_those_of_cpython() {
    for path in sources() {
        let source = std::fs::read_to_string(&path).unwrap();
        let arena = Arena::new();
        let parsed = parse(&source, Mode::Module, ParseOptions { type_comments: true, ..ParseOptions::default() }, &arena).unwrap();
        let options = DumpOptions { include_attributes: true, indent: Some("   "), ..DumpOptions::default() };
        let found = dump(Node::Mod(&parsed.tree), &options, &PythonRepr);
        same(&found, &std::fs::read_to_string(path.with_extension("tree")).unwrap(), &path);
    }
}

#[test]
fn line_ends_do_not_change_the_tree() {
    for path in sources() {
        let source = std::fs::read_to_string(&path).unwrap();
        let tree = |source: &str| {
            let arena = Arena::new();
            let parsed = parse(source, Mode::Module, ParseOptions::default(), &arena).unwrap();
            let options = DumpOptions { include_attributes: true, ..DumpOptions::default() };
            dump(Node::Mod(&parsed.tree), &options, &PythonRepr)
        };
        assert_eq!(tree(&source), tree(&source.replace('\n', "\r\n")), "{}", path.display());
        assert_eq!(tree(&source), tree(&source.replace('\n', "\r")), "{}", path.display());
    }
}

#[test]
fn tokens_are_those_of_tokenize() {
    for path in sources() {
        let source = std::fs::read_to_string(&path).unwrap();
        let found = print_tokens(&source, true).unwrap();
        same(&found, &std::fs::read_to_string(path.with_extension("tokens")).unwrap(), &path);
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('0') => '\0',
                Some(c) => c,
                None => '\\',
            },
            c => c,
        });
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r").replace('\0', "\\0")
}

fn describe(e: &SyntaxError) -> String {
    let places = e.lineno.map_or("None,None,None,None".to_owned(), |line| format!("{line},{},{},{}", e.offset, e.end_lineno, e.end_offset));
    let text = e.text.as_ref().map_or("-".to_owned(), |t| format!("={}", escape(t)));
    format!("{}\t{places}\t{}\t{text}", e.kind.name(), escape(&e.msg))
}

#[test]
fn errors_are_those_of_cpython() {
    let recorded = std::fs::read_to_string(folder().join("errors.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in recorded.lines() {
        let mut fields = line.splitn(3, '\t');
        let (mode, source, wanted) = (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap());
        let kind = match mode {
            "exec" => Mode::Module,
            "single" => Mode::Interactive,
            "eval" => Mode::Expression,
            other => panic!("unknown mode {other}"),
        };
        let arena = Arena::new();
        let text = unescape(source);
        let found = match parse(&text, kind, ParseOptions::default(), &arena) {
            Ok(_) => "OK\t\t\t".to_owned(),
            Err(e) => describe(&e),
        };
        count += 1;
        if found != wanted {
            wrong.push(format!("{mode} {source}\n  found  {found}\n  wanted {wanted}"));
        }
    }
    assert!(count > 400, "the recorded errors are missing");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}
