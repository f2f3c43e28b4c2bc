//! The `minipy` program: reads the command line, runs a program, a prompt or a tool, and exits as CPython would.
//!
//! CPython's counterparts are `Modules/main.c` and `Python/initconfig.c`. Invariant: this crate alone prints, parses arguments and exits,
//! and it meets the machine only through the library face `minipy`.

mod help;
mod options;
mod out;
mod program;
mod repl;
mod signals;
mod tools;

use std::process::ExitCode;

use options::{Parsed, Usage};

fn main() -> ExitCode {
    report_panics();
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let code = match options::parse(arguments) {
        Ok(Parsed::Run(options)) => program::run(*options),
        Ok(Parsed::Tool(tool)) => tools::run(&tool),
        Ok(Parsed::Text(text)) => out::print(&text),
        Err(Usage { message }) => out::complain(&help::usage_error(&message), 2),
    };
    ExitCode::from(code)
}

/// A panic is a bug of minipy: say so, with its place, instead of Rust's own words.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let message = panic.payload().downcast_ref::<&str>().copied();
        let message = message.or_else(|| panic.payload().downcast_ref::<String>().map(String::as_str)).unwrap_or("panic");
        out::complain(&format!("minipy: internal error{place}: {message}\n"), program::EX_SOFTWARE);
    }));
}
