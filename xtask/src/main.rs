//! What the people who work on minipy do daily: `cargo xtask COMMAND`.
//!
//! Invariant: each command fails with exit code 1 and says what to do; none needs Python unless it compares with one.

mod bench;
mod bless;
mod count;
mod docs;
mod fuzz;
mod micro;
mod python;
mod tails;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

/// What a command returns: its error is a text for people.
pub(crate) type Done = Result<(), String>;

const HELP: &str = "\
cargo xtask COMMAND

  tidy                        check what the compiler does not: file heads, lengths, crate edges, fresh docs
  tails [BINARY...]           check that the handlers jump to each other (default: the dev build, which is made, and the release
                              build where there is one)
      --release               make the release build first, rather than check it only where there is one
  docs                        write the generated pages of docs/
  bless [NAME...]             record the outputs of tests/ and examples/ again, with CPython 3.13
  bench [options] [FOLDER]    run programs on minipy and on CPythons, and print the ratios
      --python PATH           a CPython to compare with (may be repeated; default: python3)
      --rounds N              how often each program runs (default 5; the least time counts)
      --only NAME             only programs whose name contains NAME
      --minipy PATH           another build of minipy
      --markdown              a table for the docs
  micro [options] [TABLE]     time single operations (benches/micro/operations.txt), the worst ratio first; options as for bench, and
      --repeat N              how often each program times an operation (default 3); --ms N: for about how long (default 4)
      --below RATIO           print only the rows that are below
  startup [--python PATH]     the time of an empty program
  fuzz [NAME...]              random cases of tests/generators on minipy and CPython, compared
      --seed N --seeds N      the first seed, and how many (default 1, 5)
      --count N               cases of a seed (default 5000)
      --keep-going            further seeds of a generator that found a difference
      --minipy PATH           another build of minipy
  count-ast [FOLDER]          how many files of CPython's library give the same tree
  count-dis [FOLDER]          how many of their functions give the same instructions

`--python PATH` says which CPython; else $MINIPY_PYTHON, `python3.13`, or a pyenv's 3.13 is used.
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let done = match command.as_str() {
        "tidy" => tidy::run(),
        "tails" => tails::run(&rest),
        "docs" => docs::run(),
        "bless" => bless::run(&rest),
        "bench" => bench::run(&rest),
        "micro" => micro::run(&rest),
        "startup" => bench::startup(&rest),
        "fuzz" => fuzz::run(&rest),
        "count-ast" => count::ast(&rest),
        "count-dis" => count::dis(&rest),
        "" | "help" | "-h" | "--help" => {
            say(HELP);
            Ok(())
        }
        other => Err(format!("no such command: {other}\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            complain(&message);
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or_else(|| here.clone(), PathBuf::from)
}

#[expect(clippy::print_stdout, reason = "a command prints its result")]
pub(crate) fn say(text: &str) {
    print!("{text}");
}

#[expect(clippy::print_stderr, reason = "a command prints its errors")]
pub(crate) fn complain(text: &str) {
    eprintln!("{}", text.trim_end());
}

/// All files below a folder whose name ends so, sorted.
pub(crate) fn files(folder: &std::path::Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
