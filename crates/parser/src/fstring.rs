//! The inside of f-strings (PEP 701): text, fields, format specifications.
//!
//! CPython's counterpart is `tok_get_fstring_mode`. An f-string is a stack entry of the lexer: while `text` is set the bytes are read here, in a
//! field logos reads on. The invariant: a field has an entry in `brackets` too, so `:`, `=` and `}` belong to the field exactly when that entry
//! is the innermost one.

use crate::error::{self, SyntaxWarning};
use crate::lexer::{FString, LexResult, Lexer};
use crate::token::{Loc, Tok};

/// CPython's `MAX_EXPR_NESTING`.
const MAX_FIELDS: u8 = 3;

impl<'s> Lexer<'s> {
    /// Reads the text up to the next field, the end of a field, or the end of the string.
    pub(crate) fn fstring_text(&mut self) -> LexResult {
        let Some(f) = self.fstrings.last().copied() else {
            return Ok(());
        };
        let bytes = self.source.as_bytes();
        let quote = f.prefix.quote;
        let size = if f.prefix.triple { 3 } else { 1 };
        let in_spec = f.depth > 0;
        let begin = self.pos();
        let start = self.loc(begin);
        let mut at = begin;
        let mut named_escape = false;
        loop {
            match bytes.get(at).copied() {
                None => return self.unterminated_fstring(&f),
                Some(b'\n') if !f.prefix.triple => {
                    if in_spec {
                        // The specification ends with its line; the field may still be closed on the next.
                        self.middle(begin, start, at, f.prefix.raw && !in_spec);
                        self.seek(at);
                        if let Some(f) = self.fstrings.last_mut() {
                            f.text = false;
                        }
                        return Ok(());
                    }
                    return self.unterminated_fstring(&f);
                }
                Some(b'\n') => {
                    self.next_line(at + 1);
                    at += 1;
                }
                Some(b) if b == quote => {
                    if !f.prefix.triple || (self.byte(at + 1) == quote && self.byte(at + 2) == quote) {
                        self.middle(begin, start, at, f.prefix.raw && !in_spec);
                        let from = self.loc(at);
                        self.seek(at + size);
                        self.push(from, Tok::FStringEnd, self.loc(at + size));
                        self.fstrings.pop();
                        return Ok(());
                    }
                    at += 1;
                }
                Some(b'{') => {
                    if self.byte(at + 1) == b'{' && !in_spec {
                        self.doubled(begin, start, at, f.prefix.raw);
                        return Ok(());
                    }
                    if at == begin && self.byte(at + 1) == b'{' {
                        // Two braces in a specification are two fields, but the tokenizer has looked for text between them.
                        self.push(start, Tok::FStringMiddle(""), start);
                    }
                    self.middle(begin, start, at, f.prefix.raw && !in_spec);
                    return self.open_field(at);
                }
                Some(b'}') if named_escape => {
                    self.middle(begin, start, at + 1, f.prefix.raw && !in_spec);
                    self.seek(at + 1);
                    return Ok(());
                }
                Some(b'}') => {
                    if self.byte(at + 1) == b'}' && !in_spec {
                        self.doubled(begin, start, at, f.prefix.raw);
                        return Ok(());
                    }
                    if !in_spec {
                        return self.error("f-string: single '}' is not allowed", at + 1);
                    }
                    // A specification ends with text, be it empty.
                    let stop = self.loc(at);
                    let text = self.source.get(begin..at).unwrap_or("");
                    self.push(start, Tok::FStringMiddle(text), stop);
                    self.seek(at);
                    if let Some(f) = self.fstrings.last_mut() {
                        f.text = false;
                    }
                    return Ok(());
                }
                Some(b'\\') => {
                    at += 1;
                    match self.byte(at) {
                        c @ (b'{' | b'}') => {
                            if !f.prefix.raw {
                                self.warnings.push(SyntaxWarning {
                                    msg: format!("invalid escape sequence '\\{}'", c as char),
                                    lineno: self.line,
                                    col_offset: self.loc(at).col,
                                });
                            }
                        }
                        b'N' if !f.prefix.raw => {
                            at += 1;
                            if self.byte(at) == b'{' {
                                named_escape = true;
                                at += 1;
                            }
                        }
                        b'\n' => {
                            self.next_line(at + 1);
                            at += 1;
                        }
                        // A character of several bytes is skipped byte by byte: none of its bytes is special.
                        _ => at += usize::from(at < bytes.len()),
                    }
                }
                Some(_) => at += 1,
            }
        }
    }

    /// The text from `begin` to `end` as a token, if there is any.
    fn middle(&mut self, begin: usize, start: Loc, end: usize, raw: bool) {
        let Some(text) = self.source.get(begin..end).filter(|t| !t.is_empty()) else {
            return;
        };
        let tok = if raw { Tok::FStringRawMiddle(text) } else { Tok::FStringMiddle(text) };
        let stop = self.loc(end);
        self.push(start, tok, stop);
    }

    /// Text that ends with the first of two equal braces at `at`, of which one counts; the token reaches behind both.
    fn doubled(&mut self, begin: usize, start: Loc, at: usize, raw: bool) {
        self.middle(begin, start, at + 1, raw);
        if let Some(last) = self.buffer.last_mut() {
            last.2.col += 1;
        }
        self.seek(at + 2);
    }

    /// The `{` at `at` opens a field.
    fn open_field(&mut self, at: usize) -> LexResult {
        let depth = self.fstrings.last().map_or(0, |f| f.depth);
        if depth >= MAX_FIELDS {
            return self.error("f-string: expressions nested too deeply", at);
        }
        let from = self.loc(at);
        self.open_bracket(b'{', at, true)?;
        self.seek(at + 1);
        self.push(from, Tok::LBrace, self.loc(at + 1));
        if let Some(f) = self.fstrings.last_mut() {
            f.depth += 1;
            f.text = false;
            f.field_start = at + 1;
        }
        Ok(())
    }

    /// `:`, `:=` or `=` directly in a field: the first two begin the specification, the last may ask for the expression's text.
    pub(crate) fn field_token(&mut self, tok: Tok<'s>, start: usize) -> LexResult {
        let from = self.loc(start);
        if tok != Tok::Equal {
            self.seek(start + 1);
            self.push(from, Tok::Colon, self.loc(start + 1));
            if let Some(f) = self.fstrings.last_mut() {
                f.text = true;
            }
            return Ok(());
        }
        let stop = self.loc(start + 1);
        let end = self.skip_blank(start + 1);
        let ends_field = match self.byte(end) {
            b'}' | b':' => true,
            b'!' => self.byte(end + 1) != b'=',
            _ => false,
        };
        let field_start = self.fstrings.last().map_or(start, |f| f.field_start);
        match self.source.get(field_start..end) {
            Some(text) if ends_field => self.push(from, Tok::FStringDebug(text), stop),
            _ => self.push(from, Tok::Equal, stop),
        }
        Ok(())
    }

    /// The next offset that is no white space, newline or comment.
    fn skip_blank(&self, mut at: usize) -> usize {
        loop {
            match self.byte(at) {
                b' ' | b'\t' | b'\x0c' | b'\n' => at += 1,
                b'#' => {
                    while at < self.source.len() && self.byte(at) != b'\n' {
                        at += 1;
                    }
                }
                _ => return at,
            }
        }
    }

    fn unterminated_fstring(&self, f: &FString) -> LexResult {
        let detected = if f.prefix.triple {
            let ends_in_newline = self.source.ends_with('\n');
            let last = self.source.matches('\n').count() as u32 + u32::from(!ends_in_newline);
            format!("unterminated triple-quoted f-string literal (detected at line {last})")
        } else {
            format!("unterminated f-string literal (detected at line {})", self.line)
        };
        Err(Box::new(error::token_error(self.source, detected, f.start.line, f.start.col + 1, None)))
    }
}
