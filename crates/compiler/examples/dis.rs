//! Prints what `python3.13 -m dis FILE` prints: `cargo run -p minipy-compiler --example dis -- FILE`.
//!
//! Options: `-C` shows caches, `-O` offsets. There is no heap here, so the addresses of code objects are shown as 0x0.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example program")]

use std::process::ExitCode;

use minipy_bytecode::{Options as DisOptions, dis};
use minipy_compiler::{Mode, Options, compile};
use minipy_parser::{Arena, ParseOptions, decode_source, parse};

fn listing(file: &str, options: DisOptions<'_, minipy_bytecode::CodeDesc>) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|e| format!("{file}: {e}"))?;
    let text = decode_source(&bytes).map_err(|e| format!("{e:?}"))?;
    let arena = Arena::new();
    let parsed = parse(&text, minipy_parser::Mode::Module, ParseOptions::default(), &arena).map_err(|e| format!("{e:?}"))?;
    let compiled = compile(&parsed.tree, file, Mode::Exec, &Options::default()).map_err(|e| format!("{e:?}"))?;
    for warning in compiled.warnings {
        eprintln!("{file}:{}: SyntaxWarning: {}", warning.location.line, warning.message);
    }
    let mut out = String::new();
    dis(&compiled.code, &options, &mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

fn main() -> ExitCode {
    let mut options = DisOptions::default();
    let mut status = ExitCode::SUCCESS;
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "-C" => options.show_caches = true,
            "-O" => options.show_offsets = true,
            file => match listing(file, options) {
                Ok(text) => print!("{text}"),
                Err(message) => {
                    eprintln!("{message}");
                    status = ExitCode::FAILURE;
                }
            },
        }
    }
    status
}
