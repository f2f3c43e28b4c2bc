//! Why an interpreter could not start or go on. Exceptions of the program are no errors here: they are outcomes.

use std::fmt;

/// What can go wrong around a program.
#[derive(Debug)]
pub enum Error {
    /// There was no memory, or no thread, to start with.
    Start(String),
    /// A bug of minipy: the machine stopped, and none of its destructors ran.
    Internal(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Start(why) => write!(f, "the interpreter could not start: {why}"),
            Error::Internal(what) => write!(f, "internal error: {what}"),
        }
    }
}

impl std::error::Error for Error {}
