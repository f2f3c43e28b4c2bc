//! Programs and what CPython 3.13 makes of them: listings, errors, warnings. `tests/record.py` records them anew.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fmt::Write as _;
use std::path::Path;

use minipy_bytecode::{CodeDesc, dis, verify_all};
use minipy_compiler::{Compiled, Mode, Options, compile};
use minipy_parser::{Arena, ParseOptions, parse};

/// Compiles a program; an error is as CPython shows it, whether the parser or the compiler found it.
fn compile_text(source: &str, filename: &str) -> Result<Compiled, String> {
    let arena = Arena::new();
    let parsed = parse(source, minipy_parser::Mode::Module, ParseOptions::default(), &arena)
        .map_err(|e| format!("{}:{}-{}:{} {}", e.lineno.unwrap_or(0), e.offset, e.end_lineno, e.end_offset, e.msg))?;
    compile(&parsed.tree, filename, Mode::Exec, &Options::default()).map_err(|e| {
        let at = e.location;
        format!("{}:{}-{}:{} {}", at.line, at.column + 1, at.end_line, at.end_column + 1, e.message)
    })
}

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)).unwrap()
}

fn listing(code: &CodeDesc) -> String {
    let mut out = String::new();
    dis(code, &minipy_bytecode::Options::default(), &mut out).unwrap();
    out
}

#[test]
fn listings_are_cpythons() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dis");
    let mut wrong = String::new();
    let mut count = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (source, expected) = text.split_once("====\n").unwrap();
        let compiled = compile_text(source, "<dis>").unwrap();
        verify_all(&compiled.code).unwrap();
        let found = listing(&compiled.code);
        count += 1;
        if found != expected {
            let line = found.lines().zip(expected.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let at = |text: &str| text.lines().nth(line).unwrap_or("").to_owned();
            let _ = writeln!(wrong, "{}: line {}:\n  found    {}\n  expected {}", path.display(), line + 1, at(&found), at(expected));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 20);
}

fn blocks(name: &str) -> Vec<(String, String)> {
    let text = read(name);
    text.split("----\n")
        .map(|block| block.split_once("=>\n").map(|(source, answer)| (source.to_owned(), answer.to_owned())).unwrap())
        .collect()
}

#[test]
fn errors_are_cpythons() {
    let mut wrong = String::new();
    for (source, expected) in blocks("errors.txt") {
        let found = match compile_text(&source, "<test>") {
            Ok(_) => "no error\n".to_owned(),
            Err(error) => format!("{error}\n"),
        };
        if found != expected {
            let _ = writeln!(wrong, "{source}  found    {found}  expected {expected}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn warnings_are_cpythons() {
    let mut wrong = String::new();
    for (source, expected) in blocks("warnings.txt") {
        let compiled = compile_text(&source, "<test>").unwrap();
        let mut found: String = compiled.warnings.iter().fold(String::new(), |mut text, w| {
            let _ = writeln!(text, "{} {}", w.location.line, w.message);
            text
        });
        if found.is_empty() {
            found = "no warning\n".to_owned();
        }
        if found != expected {
            let _ = writeln!(wrong, "{source}  found    {found}  expected {expected}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What a program of `count` parts is, compiled on a thread with that much stack.
fn on_stack(source: String, stack: usize) -> Result<usize, String> {
    let run = move || {
        let here = 0u8;
        // Leave a quarter of the stack to what lies above and to the parser.
        let lowest = std::ptr::from_ref(&here).addr() - stack / 4 * 3;
        let arena = Arena::new();
        let parsed = parse(&source, minipy_parser::Mode::Module, ParseOptions::default(), &arena).map_err(|e| e.msg.to_string())?;
        let options = Options { stack_limit: Some(lowest), ..Options::default() };
        let compiled = compile(&parsed.tree, "<deep>", Mode::Exec, &options).map_err(|e| e.message)?;
        Ok(compiled.code.code.len())
    };
    std::thread::Builder::new().stack_size(stack).spawn(run).unwrap().join().unwrap()
}

const TOO_DEEP: &str = "maximum recursion depth exceeded during compilation";

#[test]
fn long_chains_compile() {
    for sign in ["<", " and ", " or ", ", "] {
        let source = vec!["a"; 30_000].join(sign);
        assert!(on_stack(source, 2 << 20).is_ok(), "{sign}");
    }
    assert!(on_stack(vec!["a"; 9_000].join("+"), 2 << 20).is_ok());
    assert!(on_stack(vec!["1"; 9_000].join("+"), 2 << 20).is_ok());
    assert!(on_stack(format!("x = {}", vec!["a"; 9_000].join("-")), 2 << 20).is_ok());
}

#[test]
fn deep_programs_are_refused() {
    assert_eq!(on_stack(vec!["a"; 100_000].join("+"), 2 << 20), Err(TOO_DEEP.to_owned()));
    assert_eq!(on_stack(vec!["a"; 100_000].join("%"), 2 << 20), Err(TOO_DEEP.to_owned()));
    // What recurses is stopped by the stack, whatever its size.
    for stack in [1 << 20, 8 << 20] {
        for deep in [format!("a{}", ".b".repeat(20_000)), format!("a{}", "()".repeat(20_000)), format!("a{}", "[0]".repeat(20_000))] {
            assert_eq!(on_stack(deep, stack), Err(TOO_DEEP.to_owned()));
        }
    }
}

#[test]
fn modes_and_levels() {
    let arena = Arena::new();
    let parsed = parse("a + 1", minipy_parser::Mode::Expression, ParseOptions::default(), &arena).unwrap();
    let code = compile(&parsed.tree, "<e>", Mode::Eval, &Options::default()).unwrap().code;
    assert!(listing(&code).ends_with("RETURN_VALUE\n"));
    assert!(compile(&parsed.tree, "<e>", Mode::Exec, &Options::default()).is_err());

    let parsed = parse("a\n", minipy_parser::Mode::Interactive, ParseOptions::default(), &arena).unwrap();
    let code = compile(&parsed.tree, "<i>", Mode::Single, &Options::default()).unwrap().code;
    assert!(listing(&code).contains("INTRINSIC_PRINT"));

    let source = "def f():\n    'doc'\n    assert x\n    return __debug__\n";
    let parsed = parse(source, minipy_parser::Mode::Module, ParseOptions::default(), &arena).unwrap();
    let at = |optimize| listing(&compile(&parsed.tree, "<o>", Mode::Exec, &Options { optimize, ..Options::default() }).unwrap().code);
    assert!(at(0).contains("LOAD_ASSERTION_ERROR") && at(0).contains("(True)"));
    assert!(!at(1).contains("LOAD_ASSERTION_ERROR") && at(1).contains("(False)"));
    let doc = |optimize| {
        let code = compile(&parsed.tree, "<o>", Mode::Exec, &Options { optimize, ..Options::default() }).unwrap().code;
        code.nested().next().and_then(|code| code.consts.first().cloned())
    };
    assert_eq!(doc(1), Some(minipy_bytecode::Const::str("doc")));
    assert_eq!(doc(2), Some(minipy_bytecode::Const::None));
}
