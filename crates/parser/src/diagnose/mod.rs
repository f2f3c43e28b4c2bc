//! Why a source is no Python: a second reading of its tokens, after the grammar failed, that looks for words and places.
//!
//! CPython's counterparts are the `invalid_*` rules of `Grammar/python.gram` and `Parser/pegen_errors.c`. This is a recursive-descent recogniser
//! in the order of CPython's rules, because that order decides which of several errors is reported: it reads twice, first with the plain rules
//! (to find how far CPython would have come), then with the rules for errors. Nothing of it is kept but the error. The invariant: it never
//! accepts or refuses a source by itself, and its recursion is bounded by `MAX_DEPTH`, beyond which the error is a plain `invalid syntax`.

mod args;
mod expr;
mod params;
mod pattern;
mod stmt;
mod strings;
mod target;

use std::collections::HashMap;

use bumpalo::Bump;
use minipy_ast::{Expr, ExprKind, Span};

use crate::error::{self, ErrorKind, SyntaxError};
use crate::lexer::{LexOptions, Lexer};
use crate::literal;
use crate::parse::{Mode, ParseOptions};
use crate::token::{Loc, Tok};

/// How deep rules may nest on the caller's stack; a bracket takes about ten of these levels.
const MAX_DEPTH: u32 = 150;

/// How deep they may nest on a stack of their own, which a source gets that needs it: enough for 200 brackets.
const MAX_DEPTH_ON_THREAD: u32 = 6_000;
const THREAD_STACK: usize = 256 << 20;

/// A token as CPython's parser has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'s> {
    pub tok: Tok<'s>,
    pub start: Loc,
    pub end: Loc,
    /// CPython gives no column to tokens without characters (indentation, the end).
    pub has_col: bool,
    /// Where the tokenizer stood after this token.
    pub cursor: Loc,
    /// How many brackets were open after it.
    pub level: u32,
}

/// Why a rule did not match.
pub(crate) enum Fail {
    /// Try another.
    No,
    /// The error is found.
    Stop,
}

/// What a rule returns.
pub(crate) type Rule<T> = Result<T, Fail>;

pub(crate) type E<'a> = &'a Expr<'a>;

/// Which targets a rule asks about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Targets {
    Star,
    Del,
    For,
}

/// The rules whose results are remembered.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Memo {
    Expression,
    StarExpression,
    Disjunction,
    Conjunction,
    Inversion,
    BitwiseOr,
    Factor,
    Primary,
    TPrimary,
    Strings,
    Arguments,
    StarTarget,
    DelTarget,
    InvalidNamed,
    Block,
    SimpleStmt,
    ClosedPattern,
}

/// The result of a rule (none if it did not match; its expression if it yields one) and where it ended.
type Remembered<'a> = (Option<Option<E<'a>>>, usize);

pub(crate) struct Diagnosis<'a> {
    source: &'a str,
    arena: &'a Bump,
    tokens: Vec<Token<'a>>,
    /// What the tokenizer said at the end of `tokens`, if it failed.
    token_error: Option<Box<SyntaxError>>,
    /// The brackets that are open where the tokens end.
    open_brackets: Vec<(u8, Loc)>,
    /// The next token to read, and how many have been looked at.
    pos: usize,
    fill: usize,
    /// The rules for errors are on.
    invalid: bool,
    depth: u32,
    max_depth: u32,
    allow_incomplete: bool,
    memo: HashMap<(Memo, usize), Remembered<'a>>,
    found: Option<Box<SyntaxError>>,
    /// The error that was found is the tokenizer's.
    from_tokenizer: bool,
    /// The tokenizer failed in the field of an f-string.
    failed_in_field: bool,
    /// The last line of the source.
    last_line: u32,
    /// The source nests deeper than is followed here.
    too_deep: bool,
}

/// The error of a source that the grammar refused; `fallback` is the place where it did.
pub(crate) fn diagnose(source: &str, mode: Mode, options: ParseOptions, fallback: Option<(Loc, Loc)>) -> Box<SyntaxError> {
    // CPython ends a file's source with a newline before it looks at it.
    let ended = if mode == Mode::Module && !source.ends_with('\n') { Some(format!("{source}\n")) } else { None };
    let source = ended.as_deref().unwrap_or(source);
    let read = |max_depth, fallback| {
        let arena = Bump::new();
        let mut d = Diagnosis::new(source, &arena, mode, options.type_comments);
        d.max_depth = max_depth;
        d.allow_incomplete = options.allow_incomplete;
        d.find(mode, fallback)
    };
    match read(MAX_DEPTH, None) {
        Ok(e) => e,
        Err(plain) => std::thread::scope(|scope| {
            let builder = std::thread::Builder::new().stack_size(THREAD_STACK);
            let thread = builder.spawn_scoped(scope, || read(MAX_DEPTH_ON_THREAD, fallback));
            match thread.map(|t| t.join()) {
                Ok(Ok(Ok(e) | Err(e))) => e,
                // Without a thread the error has no better words.
                Ok(Err(_)) | Err(_) => plain,
            }
        }),
    }
}

impl<'a> Diagnosis<'a> {
    fn new(source: &'a str, arena: &'a Bump, mode: Mode, type_comments: bool) -> Self {
        let options = LexOptions { type_comments, extra: false, soft: false, interactive: mode == Mode::Interactive };
        let mut lexer = Lexer::new(source, options);
        let mut tokens = Vec::new();
        let mut level = 0u32;
        let mut push = |(start, tok, end): (Loc, Tok<'a>, Loc)| {
            match tok {
                Tok::LPar | Tok::LSqb | Tok::LBrace => level += 1,
                Tok::RPar | Tok::RSqb | Tok::RBrace => level = level.saturating_sub(1),
                _ => {}
            }
            let has_col = !matches!(tok, Tok::Indent | Tok::Dedent | Tok::EndMarker);
            tokens.push(Token { tok, start, end, has_col, cursor: end, level });
        };
        let token_error = loop {
            match lexer.next_token() {
                Ok(Some(token)) => push(token),
                Ok(None) => break None,
                Err(e) => {
                    for &token in lexer.tokens_before_error() {
                        push(token);
                    }
                    break Some(e);
                }
            }
        };
        let open_brackets = lexer.brackets.iter().map(|b| (b.ch, b.loc)).collect();
        // At the end of the source CPython still stands in the last line.
        let last_line = source.lines().count().max(1) as u32;
        if token_error.is_none() {
            let width = error::line_text(source, last_line).map_or(0, str::len) as u32;
            for t in tokens.iter_mut().rev().take_while(|t| t.start.line > last_line || matches!(t.tok, Tok::EndMarker)) {
                let line = if source.is_empty() { 0 } else { last_line };
                t.start = Loc { line, col: t.start.col };
                t.end = Loc { line, col: t.end.col };
                t.cursor = Loc { line, col: width };
            }
        }
        Self {
            source,
            arena,
            tokens,
            token_error,
            open_brackets,
            pos: 0,
            fill: 0,
            invalid: false,
            depth: 0,
            max_depth: MAX_DEPTH,
            allow_incomplete: false,
            memo: HashMap::new(),
            found: None,
            from_tokenizer: false,
            failed_in_field: lexer.fstrings.last().is_some_and(|f| f.depth > 0),
            last_line,
            too_deep: false,
        }
    }

    /// Reads the source twice. `Err` is the plain error for a source that nests too deeply to be followed.
    fn find(mut self, mode: Mode, fallback: Option<(Loc, Loc)>) -> Result<Box<SyntaxError>, Box<SyntaxError>> {
        if mode == Mode::Expression && !self.source.ends_with('\n') {
            // The end of the line that CPython makes up there has no columns.
            for t in self.tokens.iter_mut().filter(|t| t.tok == Tok::Newline) {
                t.has_col = false;
            }
        }
        self.run(mode);
        let last_seen = self.fill.saturating_sub(1);
        if self.allow_incomplete && self.saw_end() {
            let msg = "incomplete input";
            let end = self.tokens.get(last_seen).map_or(Loc::default(), |t| t.end);
            return Ok(Box::new(error::at(self.source, ErrorKind::IncompleteInputError, msg, end, end)));
        }
        // The plain rules may already have found it: the tokenizer's errors, tokens that must follow, literals.
        if self.found.is_none() && !self.too_deep {
            self.invalid = true;
            self.memo.clear();
            self.pos = 0;
            self.run(mode);
        }
        if self.too_deep {
            if let Some(e) = self.token_error.take() {
                return Ok(e);
            }
            let (start, end) = fallback.unwrap_or((Loc { line: 1, col: 0 }, Loc { line: 1, col: 0 }));
            return Err(Box::new(error::at(self.source, ErrorKind::SyntaxError, "invalid syntax", start, end)));
        }
        Ok(self.settle(last_seen, mode))
    }

    /// The first reading came to the end of the source, or to a string or bracket that the end cut off.
    fn saw_end(&self) -> bool {
        let cut_off = !self.source.ends_with('\n');
        if let Some(e) = self.found.as_ref().filter(|_| self.from_tokenizer) {
            return e.msg.ends_with("was never closed")
                || e.msg.starts_with("unterminated triple")
                || e.msg.starts_with("unexpected EOF")
                || (cut_off && e.msg.starts_with("unterminated"));
        }
        let at_end = |t: &Token<'a>| matches!(t.tok, Tok::EndMarker | Tok::Dedent) || (t.tok == Tok::Newline && t.start == t.end);
        let seen = self.fill.saturating_sub(1);
        if self.token_error.is_none() && cut_off {
            // Without a newline at its end the last line itself may go on.
            let rest = self.tokens.get(seen + 1..).unwrap_or(&[]);
            return rest.iter().all(|t| matches!(t.tok, Tok::Newline | Tok::Dedent | Tok::EndMarker));
        }
        let rest = self.tokens.get(seen..).unwrap_or(&[]);
        self.token_error.is_none() && !rest.is_empty() && rest.iter().all(at_end)
    }

    /// Reads the source; what stops it is in `found`, or nothing matched.
    fn run(&mut self, mode: Mode) {
        let result = match mode {
            Mode::Module => self.file(),
            Mode::Interactive => self.interactive(),
            Mode::Expression => self.eval(),
            Mode::FunctionType => self.func_type(),
        };
        if result.is_ok() && mode == Mode::Interactive && self.found.is_none() {
            // The statement is whole: something comes behind it.
            let _: Rule<()> = self.raise_last("multiple statements found while compiling a single statement");
        }
    }

    /// `_PyPegen_set_syntax_error`: which error it is in the end.
    fn settle(mut self, last_seen: usize, mode: Mode) -> Box<SyntaxError> {
        if let Some(found) = self.found.take() {
            let line = self.tokens.get(self.fill.saturating_sub(1)).map_or(1, |t| t.start.line);
            if !self.from_tokenizer
                && let Some(e) = self.error_of_the_rest(line)
            {
                return e;
            }
            return found;
        }
        let last = self.tokens.get(last_seen).copied();
        if let Some(t) = last {
            match t.tok {
                Tok::Indent | Tok::Dedent => {
                    let msg = if t.tok == Tok::Indent { "unexpected indent" } else { "unexpected unindent" };
                    return self.error_at_token(ErrorKind::IndentationError, msg, &t);
                }
                Tok::EndMarker if !self.open_brackets.is_empty() => return self.unclosed(),
                _ => {}
            }
        }
        let (start, end) = match last {
            Some(t) => (t.start, t.end),
            None => (Loc::default(), Loc::default()),
        };
        // The second reading may have come further than the first.
        let line = self.tokens.get(self.fill.saturating_sub(1)).map_or(start.line, |t| t.start.line);
        if let Some(e) = self.error_of_the_rest(line) {
            return e;
        }
        let mut e = error::at(self.source, ErrorKind::SyntaxError, "invalid syntax", start, end);
        if last.is_some_and(|t| !t.has_col) {
            (e.offset, e.end_offset) = (0, 0);
        }
        if mode != Mode::Module && start.line == 0 {
            e.text = Some(String::new());
        }
        let seen = self.tokens.get(self.fill.saturating_sub(1)).map_or(1, |t| t.cursor.line);
        let e = e.seen_from(seen);
        Box::new(e)
    }

    /// An error that the tokenizer finds in what was not read yet comes before the parser's; so does a bracket of an earlier line that is
    /// still open at the end.
    fn error_of_the_rest(&self, error_line: u32) -> Option<Box<SyntaxError>> {
        if let Some(e) = &self.token_error {
            // Bad indentation counts only where the parser meets it, as does what follows a backslash.
            let silent = self.failed_in_field
                || e.kind != ErrorKind::SyntaxError
                || e.msg.starts_with("unexpected EOF")
                || e.msg.starts_with("unexpected character after line");
            return (!silent).then(|| e.clone());
        }
        let (_, open) = self.open_brackets.last()?;
        (error_line > open.line).then(|| self.unclosed())
    }

    fn unclosed(&self) -> Box<SyntaxError> {
        let (ch, loc) = self.open_brackets.last().copied().unwrap_or((b'(', Loc { line: 1, col: 0 }));
        let msg = format!("'{}' was never closed", ch as char);
        Box::new(error::from(self.source, ErrorKind::SyntaxError, msg, loc, 0).seen_from(self.last_line))
    }

    // Tokens

    /// The token at the cursor, which counts as looked at from now on.
    fn peek(&mut self) -> Rule<Token<'a>> {
        self.peek_at(0)
    }

    /// The token `n` places on.
    fn peek_at(&mut self, n: usize) -> Rule<Token<'a>> {
        let at = self.pos + n;
        let Some(token) = self.tokens.get(at).copied() else {
            if self.found.is_none()
                && let Some(e) = self.token_error.clone()
            {
                self.found = Some(e);
                self.from_tokenizer = true;
                return Err(Fail::Stop);
            }
            return Err(Fail::No);
        };
        self.fill = self.fill.max(at + 1);
        // The end within brackets is an error of the tokenizer.
        if token.tok == Tok::EndMarker && !self.open_brackets.is_empty() {
            self.found = Some(self.unclosed());
            self.from_tokenizer = true;
            return Err(Fail::Stop);
        }
        Ok(token)
    }

    /// Takes the token if it is `tok`.
    fn expect(&mut self, tok: Tok<'_>) -> Rule<Token<'a>> {
        let token = self.peek()?;
        if token.tok != tok {
            return Err(Fail::No);
        }
        self.pos += 1;
        Ok(token)
    }

    /// Takes the token if it is one of `toks`.
    fn expect_any(&mut self, toks: &[Tok<'_>]) -> Rule<Token<'a>> {
        let token = self.peek()?;
        if !toks.contains(&token.tok) {
            return Err(Fail::No);
        }
        self.pos += 1;
        Ok(token)
    }

    /// Takes the token, or reports that it is missing (`&&` in CPython's grammar).
    fn expect_forced(&mut self, tok: Tok<'_>, text: &str) -> Rule<Token<'a>> {
        let token = self.peek()?;
        if token.tok != tok {
            return self.raise_token(&token, format!("expected '{text}'"));
        }
        self.pos += 1;
        Ok(token)
    }

    /// Takes a name.
    fn name(&mut self) -> Rule<E<'a>> {
        let token = self.peek()?;
        let Tok::Name(id) = token.tok else {
            return Err(Fail::No);
        };
        self.pos += 1;
        Ok(self.node(&token, &token, ExprKind::Name { id, ctx: minipy_ast::ExprContext::Load }))
    }

    /// Takes the soft keyword `word`.
    fn soft(&mut self, word: &str) -> Rule<Token<'a>> {
        let token = self.peek()?;
        if token.tok != Tok::Name(word) {
            return Err(Fail::No);
        }
        self.pos += 1;
        Ok(token)
    }

    /// The token before the cursor.
    fn previous(&self) -> Option<Token<'a>> {
        self.tokens.get(self.pos.checked_sub(1)?).copied()
    }

    // Combinators

    /// Runs a rule; where it does not match the cursor is put back.
    fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Rule<T>) -> Rule<Option<T>> {
        let pos = self.pos;
        match rule(self) {
            Ok(v) => Ok(Some(v)),
            Err(Fail::No) => {
                self.pos = pos;
                Ok(None)
            }
            Err(Fail::Stop) => Err(Fail::Stop),
        }
    }

    /// Whether a rule matches here; the cursor stays.
    fn ahead<T>(&mut self, rule: impl FnOnce(&mut Self) -> Rule<T>) -> Rule<bool> {
        let pos = self.pos;
        let found = self.attempt(rule)?.is_some();
        self.pos = pos;
        Ok(found)
    }

    /// Matches only if the rule does not; the cursor stays.
    fn not<T>(&mut self, rule: impl FnOnce(&mut Self) -> Rule<T>) -> Rule<()> {
        if self.ahead(rule)? { Err(Fail::No) } else { Ok(()) }
    }

    /// Whether the next token is one of these.
    fn at_any(&mut self, toks: &[Tok<'_>]) -> Rule<bool> {
        self.ahead(|p| p.expect_any(toks))
    }

    /// `rule*`; the results.
    fn many<T>(&mut self, mut rule: impl FnMut(&mut Self) -> Rule<T>) -> Rule<Vec<T>> {
        let mut found = Vec::new();
        loop {
            let pos = self.pos;
            match self.attempt(&mut rule)? {
                // A rule that takes nothing would match for ever.
                Some(v) if self.pos > pos => found.push(v),
                Some(_) | None => return Ok(found),
            }
        }
    }

    /// `rule+`.
    fn some<T>(&mut self, mut rule: impl FnMut(&mut Self) -> Rule<T>) -> Rule<Vec<T>> {
        let found = self.many(&mut rule)?;
        if found.is_empty() { Err(Fail::No) } else { Ok(found) }
    }

    /// `','.rule+`; a comma behind the last stays.
    fn gather<T>(&mut self, mut rule: impl FnMut(&mut Self) -> Rule<T>) -> Rule<Vec<T>> {
        let mut found = vec![rule(self)?];
        while let Some(v) = self.attempt(|p| {
            p.expect(Tok::Comma)?;
            rule(p)
        })? {
            found.push(v);
        }
        Ok(found)
    }

    /// `rule` with its result remembered.
    fn memo(&mut self, key: Memo, rule: impl FnOnce(&mut Self) -> Rule<Option<E<'a>>>) -> Rule<Option<E<'a>>> {
        let at = (key, self.pos);
        if let Some(&(result, end)) = self.memo.get(&at) {
            return match result {
                Some(v) => {
                    self.pos = end;
                    Ok(v)
                }
                None => Err(Fail::No),
            };
        }
        self.depth += 1;
        if self.depth > self.max_depth {
            self.too_deep = true;
            return Err(Fail::Stop);
        }
        let result = rule(self);
        self.depth -= 1;
        match result {
            Ok(v) => {
                self.memo.insert(at, (Some(v), self.pos));
                Ok(v)
            }
            Err(Fail::No) => {
                self.memo.insert(at, (None, at.1));
                Err(Fail::No)
            }
            Err(Fail::Stop) => Err(Fail::Stop),
        }
    }

    /// The same for a rule that yields an expression.
    fn memo_expr(&mut self, key: Memo, rule: impl FnOnce(&mut Self) -> Rule<E<'a>>) -> Rule<E<'a>> {
        self.memo(key, |p| rule(p).map(Some))?.ok_or(Fail::No)
    }

    // Nodes

    fn node(&self, first: &Token<'a>, last: &Token<'a>, kind: ExprKind<'a>) -> E<'a> {
        self.arena.alloc(Expr { kind, span: crate::builder::span(first.start, last.end) })
    }

    /// A node from `start` to the last token taken.
    fn node_from(&self, start: Loc, kind: ExprKind<'a>) -> E<'a> {
        let end = self.previous().map_or(start, |t| t.end);
        self.arena.alloc(Expr { kind, span: crate::builder::span(start, end) })
    }

    // Errors

    fn stop<T>(&mut self, e: SyntaxError) -> Rule<T> {
        if self.found.is_none() {
            let line = self.tokens.get(self.fill.saturating_sub(1)).map_or(1, |t| t.cursor.line);
            self.found = Some(Box::new(e.seen_from(line)));
        }
        Err(Fail::Stop)
    }

    /// Between two places (`RAISE_SYNTAX_ERROR_KNOWN_RANGE`).
    fn raise_between<T>(&mut self, start: Loc, end: Loc, msg: impl Into<String>) -> Rule<T> {
        let e = error::at(self.source, ErrorKind::SyntaxError, msg, start, end);
        self.stop(e)
    }

    /// At an expression.
    fn raise_expr<T>(&mut self, e: E<'a>, msg: impl Into<String>) -> Rule<T> {
        self.raise_between(start(e.span), end(e.span), msg)
    }

    /// From one expression to another.
    fn raise_exprs<T>(&mut self, a: E<'a>, b: E<'a>, msg: impl Into<String>) -> Rule<T> {
        self.raise_between(start(a.span), end(b.span), msg)
    }

    /// At a token whose place is known (`RAISE_SYNTAX_ERROR_KNOWN_LOCATION`).
    fn raise_token<T>(&mut self, t: &Token<'a>, msg: impl Into<String>) -> Rule<T> {
        let mut e = error::at(self.source, ErrorKind::SyntaxError, msg, t.start, t.end);
        if !t.has_col {
            (e.offset, e.end_offset) = (0, 0);
        }
        self.stop(e)
    }

    /// From a place to where the tokenizer stands (`RAISE_SYNTAX_ERROR_STARTING_FROM`).
    fn raise_from<T>(&mut self, start: Loc, msg: impl Into<String>) -> Rule<T> {
        let cursor = self.tokens.get(self.fill.saturating_sub(1)).map_or(start, |t| t.cursor);
        let mut e = error::at(self.source, ErrorKind::SyntaxError, msg, start, cursor);
        // The end is the column itself here, not the one behind it.
        e.end_offset -= 1;
        self.stop(e)
    }

    /// At the last token looked at (`RAISE_SYNTAX_ERROR`).
    fn raise_last<T>(&mut self, msg: impl Into<String>) -> Rule<T> {
        self.raise_last_as(ErrorKind::SyntaxError, msg)
    }

    fn raise_last_as<T>(&mut self, kind: ErrorKind, msg: impl Into<String>) -> Rule<T> {
        let Some(t) = self.tokens.get(self.fill.saturating_sub(1)).copied() else {
            return Err(Fail::No);
        };
        let e = self.error_at_token(kind, &msg.into(), &t);
        self.stop(*e)
    }

    /// At the token at the cursor (`RAISE_SYNTAX_ERROR_ON_NEXT_TOKEN`).
    fn raise_next<T>(&mut self, msg: &str) -> Rule<T> {
        let t = self.peek()?;
        let e = self.error_at_token(ErrorKind::SyntaxError, msg, &t);
        self.stop(*e)
    }

    /// `RAISE_ERROR`: a token without columns is placed where the tokenizer stood.
    fn error_at_token(&self, kind: ErrorKind, msg: &str, t: &Token<'a>) -> Box<SyntaxError> {
        let mut e = error::at(self.source, kind, msg, t.start, t.end);
        if !t.has_col {
            let line = error::line_text(self.source, t.cursor.line).unwrap_or("");
            e.offset = error::char_offset(line, t.cursor.col);
            e.end_offset = -1;
        }
        Box::new(e)
    }

    /// `expected an indented block after ...`, if what follows is not indented.
    fn need_indent<T>(&mut self, what: &str, line: u32) -> Rule<T> {
        self.expect(Tok::Newline)?;
        self.not(|p| p.expect(Tok::Indent))?;
        self.raise_last_as(ErrorKind::IndentationError, format!("expected an indented block after {what} on line {line}"))
    }

    /// `expected ':'`, if the line ends here.
    fn need_colon<T>(&mut self) -> Rule<T> {
        self.expect(Tok::Newline)?;
        self.raise_last("expected ':'")
    }

    /// Checks the text of a string token.
    fn check_string(&mut self, t: &Token<'a>, text: &'a str) -> Rule<literal::Literal<'a>> {
        match literal::string(self.arena, text, &mut |_| {}) {
            Ok(found) => Ok(found),
            Err(msg) if msg.starts_with('(') => self.raise_last(msg),
            Err(msg) => self.raise_token(t, msg),
        }
    }
}

/// The beginning of a span.
fn start(s: Span) -> Loc {
    crate::builder::start_of(s)
}

/// The end of a span.
fn end(s: Span) -> Loc {
    crate::builder::end_of(s)
}

/// One alternative of a rule: if it matches, it is the rule's result.
macro_rules! alt {
    ($self:ident, |$p:ident| $body:expr) => {
        if let Some(found) = $self.attempt(|$p| $body)? {
            return Ok(found);
        }
    };
}
pub(crate) use alt;
