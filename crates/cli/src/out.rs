//! Writing to the standard streams without panics.
//!
//! Invariant: a closed pipe is quiet (`minipy dis f.py | head` ends with exit code 0), any other failure is an exit code, never a panic.

use std::io::{self, ErrorKind, Write};

/// Print a tool's output: the exit code is 0 unless the text could not be written.
pub(crate) fn print(text: &str) -> u8 {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => 0,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => 0,
        Err(error) => complain(&format!("minipy: cannot write: {error}\n"), 1),
    }
}

/// Print a message to standard error and hand the exit code on.
pub(crate) fn complain(text: &str, code: u8) -> u8 {
    // Nobody is left to be told if this fails.
    let _ = io::stderr().lock().write_all(text.as_bytes());
    code
}
