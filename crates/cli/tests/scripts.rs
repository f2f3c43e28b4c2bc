//! Every script of `tests/` and `examples/`, one test each, against what CPython 3.13 printed.
//!
//! `cargo xtask bless` records. A name on the command line chooses: `cargo test --test scripts dict`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use minipy_testkit::{Suite, run};

const PLAIN: Suite = Suite { folder: "", errors: false, options: &[], label: "", skip: &[] };

fn main() -> ExitCode {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let root = root.ancestors().nth(2).map_or_else(|| root.clone(), Path::to_path_buf);
    let minipy = Path::new(env!("CARGO_BIN_EXE_minipy"));
    let debug: &[&str] = &["-X", "malloc=debug"];
    let modern: &[&str] = &["-X", "pymalloc=modern"];
    let stack: &[&str] = &["-X", "stack-check"];
    let suites = [
        Suite { folder: "examples", ..PLAIN },
        // The quarantine keeps freed blocks back, and the tour shows that addresses repeat.
        Suite { folder: "examples", options: debug, label: "malloc=debug", skip: &["tour"], ..PLAIN },
        Suite { folder: "tests/language", ..PLAIN },
        Suite { folder: "tests/language", options: debug, label: "malloc=debug", ..PLAIN },
        Suite { folder: "tests/language", options: modern, label: "pymalloc=modern", ..PLAIN },
        // Watched at each instruction: prints the same, and the native stack does not grow.
        Suite { folder: "tests/language", options: stack, label: "stack-check", ..PLAIN },
        Suite { folder: "tests/errors", errors: true, ..PLAIN },
        Suite { folder: "tests/errors", errors: true, options: stack, label: "stack-check", ..PLAIN },
        Suite { folder: "tests/mem", ..PLAIN },
        Suite { folder: "tests/mem", options: stack, label: "stack-check", ..PLAIN },
        Suite { folder: "tests/diff", ..PLAIN },
    ];
    run(minipy, &root, &suites)
}
