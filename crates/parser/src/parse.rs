//! The way through the layers: source in, tree or error out.
//!
//! CPython's counterpart is `_PyPegen_run_parser`. The invariant: the tree borrows only from the source and the arena that the caller gave.

use std::borrow::Cow;

use bumpalo::Bump;
use minipy_ast::{Mod, Stmt, StmtKind, TypeIgnore};

use crate::builder::{Builder, Failure};
use crate::diagnose::diagnose;
use crate::error::{self, ErrorKind, SyntaxError, SyntaxWarning};
use crate::grammar::TopParser;
use crate::lexer::{LexOptions, Lexer, Spanned};
use crate::source::universal_newlines;
use crate::token::{Loc, Tok};

/// Where a tree lives. It is freed as a whole.
#[derive(Default)]
pub struct Arena {
    bump: Bump,
}

impl Arena {
    /// An empty arena.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many bytes it holds.
    pub fn allocated_bytes(&self) -> usize {
        self.bump.allocated_bytes()
    }

    /// Text that lives as long as the trees of this arena.
    pub fn alloc_str(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// The allocator, for whoever makes new nodes of old ones.
    pub fn bump(&self) -> &Bump {
        &self.bump
    }
}

/// What to read (`compile`'s `mode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file (`exec`).
    Module,
    /// One interactive statement (`single`).
    Interactive,
    /// An expression (`eval`).
    Expression,
    /// A signature type comment (`func_type`).
    FunctionType,
}

/// Options of a parse.
#[derive(Clone, Copy, Debug, Default)]
pub struct ParseOptions {
    /// Keep `# type:` comments (`PyCF_TYPE_COMMENTS`).
    pub type_comments: bool,
    /// Where more text could make the source whole, the error is `incomplete input` (`PyCF_ALLOW_INCOMPLETE_INPUT`).
    pub allow_incomplete: bool,
}

/// A tree with what was noted on the way.
#[derive(Clone, Debug)]
pub struct Parsed<'a> {
    /// The tree.
    pub tree: Mod<'a>,
    /// The warnings, in the order of the source.
    pub warnings: Vec<SyntaxWarning>,
}

/// The tokens as the grammar wants them: first the one that says what to read.
struct Tokens<'l, 's> {
    first: Option<Tok<'s>>,
    lexer: &'l mut Lexer<'s>,
}

impl<'s> Iterator for Tokens<'_, 's> {
    type Item = Result<Spanned<'s>, Failure>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            let none = Loc { line: 1, col: 0 };
            return Some(Ok((none, first, none)));
        }
        match self.lexer.next_token() {
            Ok(token) => token.map(Ok),
            Err(_) => Some(Err(Failure::Syntax)),
        }
    }
}

/// Parses `source`, whose lines end in `\n` alone or not (`\r\n` and `\r` count as newlines).
pub fn parse<'a>(source: &'a str, mode: Mode, options: ParseOptions, arena: &'a Arena) -> Result<Parsed<'a>, Box<SyntaxError>> {
    let source = match universal_newlines(source) {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => arena.bump.alloc_str(&text),
    };
    if memchr::memchr(0, source.as_bytes()).is_some() {
        let kind = ErrorKind::SyntaxError;
        return Err(Box::new(SyntaxError::without_place(kind, "source code string cannot contain null bytes")));
    }
    // Places are 32 bits wide.
    if u32::try_from(source.len()).is_err() {
        return Err(Box::new(SyntaxError::too_complex()));
    }
    let lex_options = LexOptions { type_comments: options.type_comments, extra: false, soft: true, interactive: mode == Mode::Interactive };
    let mut lexer = Lexer::new(source, lex_options);
    let mut builder = Builder::new(&arena.bump);
    let first = match mode {
        Mode::Module => Tok::StartModule,
        Mode::Interactive => Tok::StartInteractive,
        Mode::Expression => Tok::StartExpression,
        Mode::FunctionType => Tok::StartFunctionType,
    };
    let tokens = Tokens { first: Some(first), lexer: &mut lexer };
    match TopParser::new().parse(&mut builder, tokens) {
        Ok(Mod::Interactive { body: [Stmt { kind, .. }] })
            if options.allow_incomplete && kind_is_compound(kind) && !source.ends_with('\n') =>
        {
            // A blank line ends a compound statement.
            let end = Loc { line: lexer.line.saturating_sub(1).max(1), col: 0 };
            let kind = ErrorKind::IncompleteInputError;
            Err(Box::new(error::at(source, kind, "incomplete input", end, end)))
        }
        Ok(tree) => {
            let mut warnings = std::mem::take(&mut lexer.warnings);
            warnings.append(&mut builder.warnings);
            warnings.sort_by_key(|w| w.lineno);
            let ignores: Vec<TypeIgnore<'a>> = lexer.type_ignores.iter().map(|&(lineno, tag)| TypeIgnore { lineno, tag }).collect();
            let tree = match tree {
                Mod::Module { body, .. } => Mod::Module { body, type_ignores: arena.bump.alloc_slice_copy(&ignores) },
                other => other,
            };
            Ok(Parsed { tree, warnings })
        }
        Err(lalrpop_util::ParseError::User { error: Failure::TooComplex }) => Err(Box::new(SyntaxError::too_complex())),
        Err(e) => Err(diagnose(source, mode, options, place(&e))),
    }
}

/// Whether a statement has a suite.
fn kind_is_compound(kind: &StmtKind<'_>) -> bool {
    match kind {
        StmtKind::FunctionDef(_)
        | StmtKind::AsyncFunctionDef(_)
        | StmtKind::ClassDef(_)
        | StmtKind::For(_)
        | StmtKind::AsyncFor(_)
        | StmtKind::While { .. }
        | StmtKind::If { .. }
        | StmtKind::With(_)
        | StmtKind::AsyncWith(_)
        | StmtKind::Match { .. }
        | StmtKind::Try(_)
        | StmtKind::TryStar(_) => true,
        StmtKind::Return { .. }
        | StmtKind::Delete { .. }
        | StmtKind::Assign { .. }
        | StmtKind::TypeAlias { .. }
        | StmtKind::AugAssign { .. }
        | StmtKind::AnnAssign { .. }
        | StmtKind::Raise { .. }
        | StmtKind::Assert { .. }
        | StmtKind::Import { .. }
        | StmtKind::ImportFrom { .. }
        | StmtKind::Global { .. }
        | StmtKind::Nonlocal { .. }
        | StmtKind::Expr { .. }
        | StmtKind::Pass
        | StmtKind::Break
        | StmtKind::Continue => false,
    }
}

/// Where the grammar gave up.
fn place(e: &lalrpop_util::ParseError<Loc, Tok<'_>, Failure>) -> Option<(Loc, Loc)> {
    use lalrpop_util::ParseError;
    match e {
        ParseError::InvalidToken { location } | ParseError::UnrecognizedEof { location, .. } => Some((*location, *location)),
        ParseError::UnrecognizedToken { token, .. } | ParseError::ExtraToken { token } => Some((token.0, token.2)),
        ParseError::User { .. } => None,
    }
}
