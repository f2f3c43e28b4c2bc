//! What numbers and text mean, without objects: pure functions over plain values.
//!
//! | Module | What it answers |
//! |---|---|
//! | [`int`] | integers of any size: arithmetic, bits, bytes, text, hash |
//! | [`float`], [`complex`] | repr, parsing, rounding, Python's `%`, `//` and `**` |
//! | [`mod@format`] | the format mini-language, `%` formatting, `str.format` templates |
//! | [`text`] | searching, splitting, case and quoting over plain slices of code units |
//! | [`unicode`] | properties of code points as Unicode 15.1 has them, names, normalisation |
//! | [`escapes`] | what the escapes of a string or bytes literal stand for |
//! | [`codecs`] | UTF-8, UTF-16, UTF-32, Latin-1 and ASCII in both directions |
//! | [`hash`] | `hash()` of every builtin value, bit for bit CPython's |
//!
//! Invariants of the whole crate: no `unsafe`; no panic for any input; no state; nothing is allocated whose size
//! was not checked before. An error is a value that knows its exception ([`ErrorKind`]) and CPython's message.

pub mod codecs;
pub mod complex;
mod error;
pub mod escapes;
pub mod float;
pub mod format;
pub mod hash;
pub mod int;
pub mod suggest;
pub mod text;
pub mod unicode;

pub use error::{Error, ErrorKind};
pub use int::{Int, IntError, IntRef};
pub use text::{Text, Wtf8, Wtf8Buf};
