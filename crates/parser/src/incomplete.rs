//! Whether a source that is no Python yet may become some with more lines: what an interactive prompt must know.
//!
//! CPython's counterpart is `PyCF_ALLOW_INCOMPLETE_INPUT` with `Lib/codeop.py`. The invariant: it is the same lexer and grammar that judge; only
//! the place of their failure is looked at, the end of the source being the one that more lines can mend.

use crate::builder::{Builder, Failure};
use crate::grammar::TopParser;
use crate::lexer::{LexOptions, Lexer, Spanned};
use crate::parse::Arena;
use crate::token::{Loc, Tok};

/// Whether `source` (lines that were typed so far) ends in the middle of something.
pub fn is_incomplete(source: &str) -> bool {
    let source = crate::source::universal_newlines(source);
    // A backslash at the very end asks for the next line.
    if source.trim_end_matches('\n').ends_with('\\') && source.matches('\n').count() <= 1 {
        return true;
    }
    let arena = Arena::new();
    let mut builder = Builder::new(arena.bump());
    let mut lexer = Lexer::new(&source, LexOptions { soft: true, ..LexOptions::default() });
    let mut first = true;
    let mut unfinished_token = false;
    let tokens = std::iter::from_fn(|| -> Option<Result<Spanned<'_>, Failure>> {
        if std::mem::take(&mut first) {
            let none = Loc { line: 1, col: 0 };
            return Some(Ok((none, Tok::StartModule, none)));
        }
        match lexer.next_token() {
            Ok(token) => token.map(Ok),
            Err(error) => {
                unfinished_token =
                    error.msg.starts_with("unterminated triple-quoted") || error.msg.ends_with("was never closed") || error.msg.starts_with("unexpected EOF");
                Some(Err(Failure::Syntax))
            }
        }
    });
    use lalrpop_util::ParseError;
    let result = TopParser::new().parse(&mut builder, tokens);
    match result {
        Ok(_) => false,
        Err(ParseError::UnrecognizedEof { .. }) => true,
        Err(ParseError::UnrecognizedToken { token: (_, Tok::EndMarker | Tok::Dedent, _), .. }) => at_end(&source),
        Err(_) => unfinished_token,
    }
}

/// The grammar stopped at a token that has no text: it is the end of what was typed, unless something less indented follows.
fn at_end(source: &str) -> bool {
    // `if x:` wants a suite; with an empty line behind it nothing more will come.
    !source.ends_with("\n\n")
}
