//! From source text to tree: lexer, indentation, grammar, syntax errors.
//!
//! CPython's counterparts are `Parser/` and `Grammar/`. The way of a source: [`decode_source`] makes text of bytes; logos finds tokens (`token`),
//! `lexer` cuts them into logical lines, `soft` marks the words whose meaning depends on their line, and the grammar that lalrpop generates
//! from `grammar.lalrpop` builds the tree through `actions`. Only when that fails, `diagnose` reads the tokens again to say why. The
//! invariant: no type of logos or lalrpop leaves the crate, and no panic is reachable from any source.

mod actions;
mod builder;
mod diagnose;
mod error;
mod fstring;
mod lexer;
mod literal;
mod number;
mod parse;
mod pytoken;
mod soft;
mod source;
mod token;

pub use error::{ErrorKind, SyntaxError, SyntaxWarning};
pub use literal::{PythonRepr, big_int};
pub use parse::{Arena, Mode, ParseOptions, Parsed, parse};
pub use pytoken::{TokenInfo, Tokens, print_tokens, tokens};
pub use source::{decode_file, decode_source, universal_newlines};

/// The parser that lalrpop generates.
#[expect(
    clippy::all,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    unused,
    reason = "generated code"
)]
mod grammar {
    include!(concat!(env!("OUT_DIR"), "/grammar.rs"));
}
