//! Logical lines: indentation, brackets, joined lines, comments, numbers and strings checked, over the tokens that logos finds.
//!
//! CPython's counterpart is `tok_get_normal_mode` in `Parser/lexer/lexer.c`. The lexer works one logical line at a time: the line's tokens lie
//! in a buffer that is used again for the next, so that `soft` can look at a whole line before the grammar sees its first token. The
//! invariant: `line` and `line_start` belong to the position that logos will read next, and `brackets` is empty between logical lines.

use logos::Logos;

use crate::error::{self, ErrorKind, SyntaxError, SyntaxWarning};
use crate::token::{FStringPrefix, Loc, Tok};

/// A token with its ends, as lalrpop wants them.
pub(crate) type Spanned<'s> = (Loc, Tok<'s>, Loc);

/// CPython's `MAXLEVEL`, `MAXINDENT` and `MAXFSTRINGLEVEL`.
const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
const MAX_FSTRINGS: usize = 150;

/// What the users of the lexer want to see.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LexOptions {
    /// `# type:` comments become tokens.
    pub type_comments: bool,
    /// Comments and newlines without meaning become tokens.
    pub extra: bool,
    /// Mark `match`, `case`, `type` and the bracket of `with` for the grammar.
    pub soft: bool,
    /// The source is one interactive statement: a `Newline` comes before the end.
    pub interactive: bool,
}

/// One level of indentation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Indent {
    /// The column with tabs to multiples of 8, and with tabs as one column: both must agree on the order.
    col: u32,
    alt: u32,
    /// The level is the suite of a `match` statement, so that its lines begin with `case`.
    pub(crate) is_match: bool,
}

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bracket {
    /// The character.
    pub ch: u8,
    /// Where.
    pub loc: Loc,
    /// It opens the field of an f-string.
    field: bool,
}

/// An f-string that has been begun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FString {
    pub(crate) prefix: FStringPrefix,
    /// Where its prefix begins.
    pub(crate) start: Loc,
    /// How many fields are open: above 0, text is a format specification.
    pub(crate) depth: u8,
    /// Text comes next, not an expression.
    pub(crate) text: bool,
    /// Where the expression of the innermost field begins.
    pub(crate) field_start: usize,
}

/// The tokens of a source.
pub(crate) struct Lexer<'s> {
    pub(crate) source: &'s str,
    pub(crate) lex: logos::Lexer<'s, Tok<'s>>,
    pub(crate) line: u32,
    pub(crate) line_start: usize,
    /// The tokens of this logical line, and the next to hand out.
    pub(crate) buffer: Vec<Spanned<'s>>,
    cursor: usize,
    pub(crate) indents: Vec<Indent>,
    pub(crate) brackets: Vec<Bracket>,
    pub(crate) fstrings: Vec<FString>,
    options: LexOptions,
    /// The line before was the head of a `match` statement.
    pub(crate) after_match: bool,
    ended: bool,
    /// Where the comment at the end of this line begins.
    line_comment: Option<Loc>,
    /// A logical line has been read.
    started: bool,
    /// The `# type: ignore` comments.
    pub(crate) type_ignores: Vec<(u32, &'s str)>,
    pub(crate) warnings: Vec<SyntaxWarning>,
}

pub(crate) type LexResult<T = ()> = Result<T, Box<SyntaxError>>;

impl<'s> Lexer<'s> {
    pub(crate) fn new(source: &'s str, options: LexOptions) -> Self {
        Self {
            source,
            lex: Tok::lexer(source),
            line: 1,
            line_start: 0,
            buffer: Vec::with_capacity(64),
            cursor: 0,
            line_comment: None,
            indents: Vec::new(),
            brackets: Vec::new(),
            fstrings: Vec::new(),
            options,
            after_match: false,
            ended: false,
            started: false,
            type_ignores: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The next token; nothing behind `EndMarker`.
    #[inline]
    pub(crate) fn next_token(&mut self) -> LexResult<Option<Spanned<'s>>> {
        loop {
            if let Some(token) = self.buffer.get(self.cursor) {
                self.cursor += 1;
                return Ok(Some(*token));
            }
            if self.ended {
                return Ok(None);
            }
            self.buffer.clear();
            self.cursor = 0;
            self.read_line()?;
        }
    }

    /// What is left of the line whose reading failed: the tokens before the failure.
    pub(crate) fn tokens_before_error(&mut self) -> &[Spanned<'s>] {
        self.buffer.get(self.cursor..).unwrap_or(&[])
    }

    #[inline]
    pub(crate) fn loc(&self, offset: usize) -> Loc {
        Loc { line: self.line, col: (offset - self.line_start) as u32 }
    }

    #[inline]
    pub(crate) fn byte(&self, offset: usize) -> u8 {
        self.source.as_bytes().get(offset).copied().unwrap_or(0)
    }

    /// Where logos reads next.
    #[inline]
    pub(crate) fn pos(&self) -> usize {
        self.lex.span().end
    }

    /// Makes logos read on at `offset`, which lies on a character's border.
    pub(crate) fn seek(&mut self, offset: usize) {
        let here = self.pos();
        if offset < here {
            self.lex = Tok::lexer(self.source);
            self.lex.bump(offset);
        } else {
            self.lex.bump(offset - here);
        }
    }

    /// A physical line ends before `offset`.
    #[inline]
    pub(crate) fn next_line(&mut self, offset: usize) {
        self.line += 1;
        self.line_start = offset;
    }

    /// Counts the lines in the text that ends at `offset`, from the present line on.
    pub(crate) fn count_lines(&mut self, start: usize, offset: usize) {
        let text = self.source.as_bytes().get(start..offset).unwrap_or(&[]);
        let mut last = None;
        for i in memchr::memchr_iter(b'\n', text) {
            self.line += 1;
            last = Some(i);
        }
        if let Some(i) = last {
            self.line_start = start + i + 1;
        }
    }

    /// The tokenizer's own error, as if it had read up to `offset` of the present line.
    pub(crate) fn error<T>(&self, msg: impl Into<String>, offset: usize) -> LexResult<T> {
        let col = (offset - self.line_start) as u32;
        Err(Box::new(error::token_error(self.source, msg, self.line, col, None)))
    }

    #[inline]
    pub(crate) fn push(&mut self, start: Loc, tok: Tok<'s>, end: Loc) {
        self.buffer.push((start, tok, end));
    }

    fn read_line(&mut self) -> LexResult {
        if !self.indentation()? {
            return self.end_of_source();
        }
        loop {
            if matches!(self.fstrings.last(), Some(f) if f.text) {
                self.fstring_text()?;
                continue;
            }
            let Some(found) = self.lex.next() else {
                return self.end_of_source();
            };
            let span = self.lex.span();
            let start = self.loc(span.start);
            let Ok(tok) = found else {
                self.unknown(span.start)?;
                continue;
            };
            match tok {
                Tok::Newline => {
                    if self.newline(start, span.end) {
                        break;
                    }
                }
                Tok::Name(name) => {
                    if !name.is_ascii() {
                        self.check_identifier(name, span.start)?;
                    }
                    self.push(start, tok, self.loc(span.end));
                }
                Tok::Number(number) => {
                    self.check_number(number, span.start)?;
                    self.push(start, tok, self.loc(self.pos()));
                }
                Tok::String(open) => self.string(open, span.start)?,
                Tok::FStringStart(prefix) => {
                    if self.fstrings.len() + 1 >= MAX_FSTRINGS {
                        return self.error("too many nested f-strings", span.end);
                    }
                    self.push(start, tok, self.loc(span.end));
                    self.fstrings.push(FString { prefix, start, depth: 0, text: true, field_start: span.end });
                }
                Tok::Comment(text) => {
                    self.comment(text, span.start);
                }
                Tok::Continuation => {
                    self.next_line(span.end);
                    if span.end >= self.source.len() {
                        return self.continued_end();
                    }
                }
                Tok::LPar | Tok::LSqb | Tok::LBrace => {
                    let ch = self.byte(span.start);
                    self.open_bracket(ch, span.start, false)?;
                    self.push(start, tok, self.loc(span.end));
                }
                Tok::RPar | Tok::RSqb | Tok::RBrace => {
                    let ch = self.byte(span.start);
                    self.close_bracket(ch, span.start)?;
                    self.push(start, tok, self.loc(span.end));
                }
                Tok::Colon | Tok::ColonEqual | Tok::Equal if self.at_field_level() => self.field_token(tok, span.start)?,
                _ => self.push(start, tok, self.loc(span.end)),
            }
        }
        self.started = true;
        if self.options.soft {
            self.mark_soft_keywords();
        }
        Ok(())
    }

    /// A newline character; true if it ends the logical line.
    fn newline(&mut self, start: Loc, end: usize) -> bool {
        let stop = Loc { line: start.line, col: start.col + 1 };
        let ends = self.brackets.is_empty();
        // A comment belongs to the end of its line.
        let begin = self.line_comment.take().filter(|begin| begin.line == start.line).unwrap_or(start);
        if ends {
            self.push(begin, Tok::Newline, stop);
        } else if self.options.extra {
            self.push(start, Tok::Nl, stop);
        }
        self.next_line(end);
        ends
    }

    /// Skips lines without tokens and compares the indentation of the next one with that of the levels; false at the end of the source.
    fn indentation(&mut self) -> LexResult<bool> {
        let bytes = self.source.as_bytes();
        let (mut col, mut alt) = (0u32, 0u32);
        let mut joined: Option<u32> = None;
        let begin = self.pos();
        let mut at = begin;
        loop {
            match bytes.get(at) {
                Some(b' ') => {
                    col += 1;
                    alt += 1;
                }
                Some(b'\t') => {
                    col = (col / 8 + 1) * 8;
                    alt += 1;
                }
                Some(b'\x0c') => (col, alt) = (0, 0),
                Some(b'\\') if bytes.get(at + 1) == Some(&b'\n') => {
                    // Of an indentation that is joined over lines, the first line's counts if it has any.
                    joined = joined.filter(|&c| c > 0).or(Some(col));
                    at += 1;
                    self.next_line(at + 1);
                    if at + 1 >= bytes.len() {
                        self.seek(at + 1);
                        return self.continued_end().map(|()| false);
                    }
                }
                Some(b'\n') => {
                    if self.options.extra {
                        let start = self.loc(at);
                        self.push(start, Tok::Nl, Loc { col: start.col + 1, ..start });
                    }
                    self.next_line(at + 1);
                    (col, alt, joined) = (0, 0, None);
                }
                Some(b'#') => {
                    let end = memchr::memchr(b'\n', bytes.get(at..).unwrap_or(&[])).map_or(bytes.len(), |n| at + n);
                    let text = self.source.get(at..end).unwrap_or("");
                    let ignores = self.type_ignores.len();
                    if self.options.type_comments && self.comment(text, at) {
                        // The comment is a token, so its line is a logical one of its own.
                        self.seek(end);
                        return Ok(true);
                    }
                    if self.type_ignores.len() > ignores
                        && let Some((_, tag)) = self.type_ignores.last_mut()
                    {
                        // Alone on its line, the comment takes the newline with it.
                        let with_newline = self.source.get(end - tag.len()..end + 1);
                        *tag = with_newline.unwrap_or(tag);
                    }
                    if self.options.extra {
                        let start = self.loc(at);
                        self.push(start, Tok::Comment(text), self.loc(end));
                        self.push(self.loc(end), Tok::Nl, Loc { col: self.loc(end).col + 1, ..start });
                    }
                    if end < bytes.len() {
                        self.next_line(end + 1);
                    } else if self.options.extra {
                        self.next_line(end);
                    }
                    (col, alt, joined) = (0, 0, None);
                    at = end;
                }
                Some(_) => break,
                None => {
                    self.seek(bytes.len());
                    return Ok(false);
                }
            }
            at = (at + 1).min(bytes.len());
        }
        if let Some(c) = joined.filter(|&c| c > 0) {
            (col, alt) = (c, c);
        }
        self.seek(at);
        if col == 0 && self.indents.is_empty() {
            self.after_match = false;
            return Ok(true);
        }
        let (top_col, top_alt) = self.indents.last().map_or((0, 0), |i| (i.col, i.alt));
        let here = self.loc(at);
        if col == top_col {
            if alt != top_alt {
                return self.tab_error();
            }
        } else if col > top_col {
            if self.indents.len() + 1 >= MAX_INDENTS {
                return self.line_error(ErrorKind::IndentationError, "too many levels of indentation", 1, 0);
            }
            if alt <= top_alt {
                return self.tab_error();
            }
            self.indents.push(Indent { col, alt, is_match: self.after_match });
            self.push(Loc { col: 0, ..here }, Tok::Indent, here);
        } else {
            while self.indents.last().is_some_and(|i| col < i.col) {
                self.indents.pop();
                self.push(here, Tok::Dedent, here);
            }
            let (top_col, top_alt) = self.indents.last().map_or((0, 0), |i| (i.col, i.alt));
            if col != top_col {
                self.buffer.clear();
                let length = error::line_text(self.source, self.line).unwrap_or("").chars().count() as i64;
                let msg = "unindent does not match any outer indentation level";
                return self.line_error(ErrorKind::IndentationError, msg, length, -1);
            }
            if alt != top_alt {
                return self.tab_error();
            }
        }
        self.after_match = false;
        Ok(true)
    }

    fn tab_error<T>(&self) -> LexResult<T> {
        self.line_error(ErrorKind::TabError, "inconsistent use of tabs and spaces in indentation", 1, 0)
    }

    /// An error of a line as a whole.
    fn line_error<T>(&self, kind: ErrorKind, msg: &str, offset: i64, end_offset: i64) -> LexResult<T> {
        let text = error::line_text(self.source, self.line).unwrap_or("");
        Err(Box::new(SyntaxError {
            kind,
            msg: msg.to_owned(),
            lineno: Some(self.line),
            offset,
            end_lineno: self.line,
            end_offset,
            text: Some(text.to_owned()),
        }))
    }

    /// The source ends behind a backslash.
    fn continued_end(&mut self) -> LexResult {
        if !self.brackets.is_empty() {
            return self.end_of_source();
        }
        self.line = self.line.saturating_sub(1).max(1);
        let text = error::line_text(self.source, self.line).unwrap_or("");
        let length = text.trim_end_matches('\n').chars().count() as i64 + 1;
        self.line_error(ErrorKind::SyntaxError, "unexpected EOF while parsing", length, -1)
    }

    /// The tokens that close the source.
    fn end_of_source(&mut self) -> LexResult {
        self.ended = true;
        let end = self.source.len();
        let here = self.loc(end);
        // A line that has tokens but no newline gets one; within brackets the end itself is the error.
        let open = self.buffer.iter().any(|(_, t, _)| !matches!(t, Tok::Dedent | Tok::Nl | Tok::Comment(_)));
        if open && self.brackets.is_empty() {
            self.push(here, Tok::Newline, Loc { col: here.col + 1, ..here });
            if self.options.soft {
                self.mark_soft_keywords();
            }
            self.next_line(end);
        }
        if !self.brackets.is_empty() {
            self.push(here, Tok::EndMarker, here);
            return Ok(());
        }
        let here = Loc { line: self.line, col: 0 };
        let indented = !self.indents.is_empty();
        while self.indents.pop().is_some() {
            self.push(here, Tok::Dedent, here);
        }
        // The end of an interactive source is one more newline, which closes a compound statement; a line that the end itself closed has
        // used it up, unless a level of indentation was closed in between.
        if self.options.interactive && self.started && (!open || indented) {
            self.push(here, Tok::Newline, here);
        }
        self.push(here, Tok::EndMarker, here);
        Ok(())
    }

    /// A comment; true if it became a token for the grammar.
    fn comment(&mut self, text: &'s str, offset: usize) -> bool {
        let start = self.loc(offset);
        let end = Loc { line: start.line, col: start.col + text.len() as u32 };
        if self.options.type_comments
            && let Some(rest) = text.strip_prefix('#').map(trim_blanks).and_then(|t| t.strip_prefix("type:"))
        {
            let rest = trim_blanks(rest);
            if let Some(tag) = rest.strip_prefix("ignore")
                && !tag.starts_with(|c: char| !c.is_ascii() || c.is_ascii_alphanumeric())
            {
                self.type_ignores.push((start.line, tag));
                return false;
            }
            let begin = Loc { line: start.line, col: end.col - rest.len() as u32 };
            self.push(begin, Tok::TypeComment(rest), end);
            return true;
        }
        if self.options.extra {
            self.push(start, Tok::Comment(text), end);
        } else {
            self.line_comment = Some(start);
        }
        false
    }

    pub(crate) fn open_bracket(&mut self, ch: u8, offset: usize, field: bool) -> LexResult {
        if self.brackets.len() >= MAX_BRACKETS {
            return self.error("too many nested parentheses", offset + 1);
        }
        let loc = self.loc(offset);
        self.brackets.push(Bracket { ch, loc, field });
        Ok(())
    }

    fn close_bracket(&mut self, ch: u8, offset: usize) -> LexResult {
        // `tokenize` takes brackets as they come.
        if self.options.extra && self.brackets.last().is_none_or(|b| !b.field) {
            self.brackets.pop();
            return Ok(());
        }
        let Some(open) = self.brackets.pop() else {
            return self.error(format!("unmatched '{}'", ch as char), offset + 1);
        };
        let matches = matches!((open.ch, ch), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        if !matches {
            if open.field {
                return self.error(format!("f-string: unmatched '{}'", ch as char), offset + 1);
            }
            let (shut, ch) = (ch as char, open.ch as char);
            let mut msg = format!("closing parenthesis '{shut}' does not match opening parenthesis '{ch}'");
            if open.loc.line != self.line {
                msg.push_str(&format!(" on line {}", open.loc.line));
            }
            return self.error(msg, offset + 1);
        }
        if open.field
            && let Some(f) = self.fstrings.last_mut()
        {
            f.depth = f.depth.saturating_sub(1);
            f.text = true;
        }
        Ok(())
    }

    /// Whether the next token stands directly in the field of an f-string, in no further bracket.
    fn at_field_level(&self) -> bool {
        self.brackets.last().is_some_and(|b| b.field)
    }

    /// Reads a string from its opening quotes to its end.
    fn string(&mut self, open: &'s str, start: usize) -> LexResult {
        let bytes = self.source.as_bytes();
        let quote = open.as_bytes().last().copied().unwrap_or(b'"');
        let triple = open.len() >= 3 && open.as_bytes().iter().filter(|&&b| b == quote).count() == 3;
        let body = self.pos();
        let mut at = body;
        let mut escaped_quote = false;
        let rest = |from: usize| bytes.get(from..).unwrap_or(&[]);
        let end = loop {
            if triple {
                match memchr::memchr2(quote, b'\\', rest(at)) {
                    Some(n) if self.byte(at + n) == b'\\' => at += n + 2,
                    Some(n) if self.byte(at + n + 1) == quote && self.byte(at + n + 2) == quote => {
                        break Some(at + n + 3);
                    }
                    Some(n) => at += n + 1,
                    None => break None,
                }
            } else {
                match memchr::memchr3(quote, b'\\', b'\n', rest(at)) {
                    Some(n) if self.byte(at + n) == b'\\' => {
                        escaped_quote |= self.byte(at + n + 1) == quote;
                        at += n + 2;
                    }
                    Some(n) if self.byte(at + n) == b'\n' => break None,
                    Some(n) => break Some(at + n + 1),
                    None => break None,
                }
            }
        };
        let first = self.loc(start);
        let Some(end) = end.filter(|&e| e <= bytes.len()) else {
            return self.unterminated(start, body, quote, triple, escaped_quote);
        };
        self.seek(end);
        self.count_lines(body, end);
        let text = self.source.get(start..end).unwrap_or("");
        let stop = self.loc(end);
        self.push(first, Tok::String(text), stop);
        Ok(())
    }

    fn unterminated(&mut self, start: usize, body: usize, quote: u8, triple: bool, escaped_quote: bool) -> LexResult {
        if let Some(f) = self.fstrings.last()
            && f.prefix.quote == quote
            && f.prefix.triple == triple
        {
            return self.error("f-string: expecting '}'", start + 1);
        }
        let bytes = self.source.as_bytes();
        if triple {
            // The source that ends in no newline counts as if it did.
            let tail = bytes.get(body..).unwrap_or(&[]);
            let newlines = memchr::memchr_iter(b'\n', tail).count() as u32;
            let last = self.line + newlines - u32::from(newlines > 0 && tail.last() == Some(&b'\n'));
            return self.error(format!("unterminated triple-quoted string literal (detected at line {last})"), start + 1);
        }
        // A string goes on behind an escaped newline, so it may be found open on a later line.
        let mut at = body;
        let mut line = self.line;
        while at < bytes.len() && self.byte(at) != b'\n' {
            if self.byte(at) == b'\\' {
                at += 1;
                line += u32::from(self.byte(at) == b'\n' && at + 1 < bytes.len());
            }
            at += 1;
        }
        let hint = if escaped_quote { "; perhaps you escaped the end quote?" } else { "" };
        self.error(format!("unterminated string literal (detected at line {line}){hint}"), start + 1)
    }

    /// A byte that begins no token.
    fn unknown(&mut self, start: usize) -> LexResult {
        let Some(c) = self.source.get(start..).and_then(|s| s.chars().next()) else {
            return Ok(());
        };
        self.seek(start + c.len_utf8());
        if c == '\\' {
            let col = (start - self.line_start + 1) as u32;
            let at = Loc { line: self.line, col };
            let msg = "unexpected character after line continuation character";
            return Err(Box::new(error::from(self.source, ErrorKind::SyntaxError, msg, at, 0)));
        }
        if c.is_control() {
            return self.error(format!("invalid non-printable character U+{:04X}", c as u32), start + 1);
        }
        let from = self.loc(start);
        self.push(from, Tok::Unknown, self.loc(start + c.len_utf8()));
        Ok(())
    }

    /// A name with characters beyond ASCII must be an identifier by Unicode's rules.
    fn check_identifier(&self, name: &str, start: usize) -> LexResult {
        let Some((at, c)) = crate::literal::first_non_identifier(name) else {
            return Ok(());
        };
        let kind = if crate::literal::is_printable(c) {
            format!("invalid character '{c}' (U+{:04X})", c as u32)
        } else {
            format!("invalid non-printable character U+{:04X}", c as u32)
        };
        self.error(kind, start + at + c.len_utf8())
    }
}

/// Text without leading spaces and tabs.
fn trim_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}
