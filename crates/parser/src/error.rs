//! What the parser reports: `SyntaxError` with its place and line, and warnings.
//!
//! CPython's counterpart is `Parser/pegen_errors.c`. The invariant: offsets count characters from 1 as `SyntaxError.offset` does, whatever
//! the bytes; the odd values 0 and -1 that CPython uses for an unknown end are kept.

use crate::token::Loc;

/// Which exception a failure becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `SyntaxError`
    SyntaxError,
    /// `IndentationError`
    IndentationError,
    /// `TabError`
    TabError,
    /// `_IncompleteInputError`: more text could make the source whole; only if it was asked for
    IncompleteInputError,
    /// `MemoryError`: the source is nested too deeply
    MemoryError,
}

impl ErrorKind {
    /// The name of the exception class.
    pub fn name(self) -> &'static str {
        match self {
            Self::SyntaxError => "SyntaxError",
            Self::IndentationError => "IndentationError",
            Self::TabError => "TabError",
            Self::IncompleteInputError => "_IncompleteInputError",
            Self::MemoryError => "MemoryError",
        }
    }
}

/// A source that is no Python.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The class.
    pub kind: ErrorKind,
    /// `msg`
    pub msg: String,
    /// `lineno`; none where CPython gives none (null bytes, an unknown encoding)
    pub lineno: Option<u32>,
    /// `offset`, in characters from 1
    pub offset: i64,
    /// `end_lineno`
    pub end_lineno: u32,
    /// `end_offset`; 0 or -1 where CPython does not know the end
    pub end_offset: i64,
    /// `text`: the line
    pub text: Option<String>,
}

impl SyntaxError {
    /// An error that has no place.
    pub fn without_place(kind: ErrorKind, msg: impl Into<String>) -> Self {
        Self { kind, msg: msg.into(), lineno: None, offset: 0, end_lineno: 0, end_offset: 0, text: None }
    }

    /// CPython's answer to a source that needs more stack than its parser has.
    pub fn too_complex() -> Self {
        Self::without_place(ErrorKind::MemoryError, "Parser stack overflowed - Python source too complex to parse")
    }
}

/// A warning that the lexer or the literals gave: always a `SyntaxWarning`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxWarning {
    /// The text.
    pub msg: String,
    /// The line of the token.
    pub lineno: u32,
    /// Where the token is, should the warning be made an error.
    pub col_offset: u32,
}

/// The line `lineno` (from 1) of `source`, with its newline if it has one.
pub(crate) fn line_text(source: &str, lineno: u32) -> Option<&str> {
    source.split_inclusive('\n').nth((lineno as usize).checked_sub(1)?)
}

/// How many characters lie before byte `col` of `line`; a column behind the end counts as the end.
pub(crate) fn char_offset(line: &str, col: u32) -> i64 {
    let col = (col as usize).min(line.len());
    line.char_indices().take_while(|(i, _)| *i < col).count() as i64
}

/// An error of the parser between two places (`RAISE_ERROR_KNOWN_LOCATION`). Both offsets are counted in the first line, as CPython does, which
/// clips an end that lies in a longer line.
pub(crate) fn at(source: &str, kind: ErrorKind, msg: impl Into<String>, start: Loc, end: Loc) -> SyntaxError {
    let line = line_text(source, start.line).unwrap_or("");
    SyntaxError {
        kind,
        msg: msg.into(),
        lineno: Some(start.line),
        offset: char_offset(line, start.col) + 1,
        end_lineno: end.line,
        end_offset: char_offset(line, end.col) + 1,
        text: Some(line.to_owned()),
    }
}

/// The same with an end that is not known (`RAISE_SYNTAX_ERROR_STARTING_FROM` and the like give 0 or -1).
pub(crate) fn from(source: &str, kind: ErrorKind, msg: impl Into<String>, start: Loc, end_offset: i64) -> SyntaxError {
    SyntaxError { end_offset, ..at(source, kind, msg, start, start) }
}

/// An error of the tokenizer (`syntaxerror` in `lexer.c`): one offset, the column behind the last character read, and a bare line.
pub(crate) fn token_error(source: &str, msg: impl Into<String>, line: u32, col: u32, end_col: Option<u32>) -> SyntaxError {
    let text = line_text(source, line).unwrap_or("");
    let offset = char_offset(text, col);
    SyntaxError {
        kind: ErrorKind::SyntaxError,
        msg: msg.into(),
        lineno: Some(line),
        offset,
        end_lineno: line,
        end_offset: end_col.map_or(offset, |c| char_offset(text, c)),
        text: Some(text.trim_end_matches('\n').to_owned()),
    }
}

impl SyntaxError {
    /// CPython shows a line that its tokenizer has left behind without the newline.
    pub(crate) fn seen_from(mut self, line: u32) -> Self {
        if self.lineno.is_some_and(|l| l < line)
            && let Some(text) = &mut self.text
        {
            if text.ends_with('\n') {
                text.pop();
            }
            // The end is counted in the text as it is shown.
            self.end_offset = self.end_offset.min(text.chars().count() as i64 + 1);
        }
        self
    }
}
