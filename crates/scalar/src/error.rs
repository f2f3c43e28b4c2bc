//! The error value that every fallible function of this crate can be turned into: which exception, in which words.
//!
//! No CPython counterpart (CPython raises on the spot). Invariant: the message is CPython's, complete, unless the
//! function that returns it says what the caller has to add.

use std::borrow::Cow;
use std::fmt;

/// The exception that an [`Error`] asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `ValueError`
    ValueError,
    /// `TypeError`
    TypeError,
    /// `OverflowError`
    OverflowError,
    /// `ZeroDivisionError`
    ZeroDivisionError,
    /// `MemoryError`: the result would be larger than this crate agrees to build.
    MemoryError,
    /// `OverflowError` with two arguments: 34 (`ERANGE`) and the message.
    OverflowErrno,
    /// `LookupError`
    LookupError,
}

impl ErrorKind {
    /// The exception's name, as Python spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ValueError => "ValueError",
            Self::TypeError => "TypeError",
            Self::OverflowError | Self::OverflowErrno => "OverflowError",
            Self::ZeroDivisionError => "ZeroDivisionError",
            Self::MemoryError => "MemoryError",
            Self::LookupError => "LookupError",
        }
    }
}

/// An exception to raise: its kind and its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Which exception.
    pub kind: ErrorKind,
    /// Its only argument; empty where CPython raises the exception without arguments.
    pub message: Cow<'static, str>,
}

impl Error {
    /// An error of `kind` with `message`.
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, message: message.into() }
    }

    /// A `ValueError`.
    pub fn value(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::ValueError, message)
    }

    /// A `TypeError`.
    pub fn type_(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::TypeError, message)
    }

    /// An `OverflowError`.
    pub fn overflow(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::OverflowError, message)
    }

    /// A `MemoryError`, which has no message.
    pub fn memory() -> Self {
        Self::new(ErrorKind::MemoryError, "")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for Error {}
