//! `minipy tokens`, `minipy ast`, `minipy dis`.

use std::io::Read;

use crate::options::{Tool, ToolKind};
use crate::out;

/// Run a tool: its output, or an error as CPython prints it and exit code 1.
pub(crate) fn run(tool: &Tool) -> u8 {
    let (name, source) = match &tool.file {
        Some(file) => match std::fs::read(file) {
            Ok(source) => (file.to_string_lossy().into_owned(), source),
            Err(error) => {
                let error = crate::program::os_error_text(&error);
                return out::complain(&format!("minipy: can't open file '{}': {error}\n", file.display()), 2);
            }
        },
        None => {
            let mut source = Vec::new();
            if let Err(error) = std::io::stdin().lock().read_to_end(&mut source) {
                return out::complain(&format!("minipy: cannot read standard input: {error}\n"), 2);
            }
            ("<stdin>".to_owned(), source)
        }
    };
    let work = || match tool.kind {
        ToolKind::Tokens { exact } => minipy::tokens(&source, &name, exact),
        ToolKind::Ast { attributes } => minipy::ast(&source, &name, attributes),
        ToolKind::Dis { caches, offsets } => minipy::dis(&source, &name, caches, offsets, 0),
    };
    match minipy::on_large_stack(work) {
        Some(Ok(text)) => out::print(&text),
        Some(Err(error)) => out::complain(&error.text, 1),
        None => crate::program::EX_SOFTWARE,
    }
}
