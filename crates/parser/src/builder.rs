//! What the grammar's actions work on: the arena and the lists under construction.
//!
//! An LR parser finishes an inner list before the next element of the outer one, so all lists of one kind can lie on one stack: a list under
//! construction is its first index (`Mark`), and a finished one is cut off the stack and copied into the arena as a slice. Nothing is
//! allocated per list but the slice. The invariant: an action that gets a `Mark` either passes it on or takes the list.

use bumpalo::Bump;
use minipy_ast::*;

use crate::error::SyntaxWarning;
use crate::literal;
use crate::token::Loc;

/// A finished or unfinished list: everything on its stack from here on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark(pub(crate) u32);

/// Why an action gives up. The words come from the second pass over the tokens.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// What was read is no Python.
    Syntax,
    /// Nested too deeply.
    TooComplex,
}

/// Gives up.
pub(crate) fn refuse<'s, T>() -> Result<T, lalrpop_util::ParseError<Loc, crate::token::Tok<'s>, Failure>> {
    Err(lalrpop_util::ParseError::User { error: Failure::Syntax })
}

/// How deep prefix and right-associative constructs may nest (`not`, unary operators, `**`, `lambda`, conditional expressions, `elif`).
///
/// It is the size of CPython's parser stack (`MAXSTACK`), of which such a construct takes one level, and two if it is `**` or `lambda`.
pub(crate) const MAX_DEPTH: u32 = 6_000;

/// One `elif` with its place.
#[derive(Clone, Copy)]
pub(crate) struct Elif<'a> {
    pub start: Loc,
    pub test: &'a Expr<'a>,
    pub body: Block<'a>,
}

/// The statements of a suite and where its last token ends.
#[derive(Clone, Copy)]
pub(crate) struct Block<'a> {
    pub body: &'a [&'a Stmt<'a>],
    pub end: Loc,
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParamKind {
    Plain,
    Slash,
    Star,
    DoubleStar,
}

/// One parameter; a bare `*` and `/` have no `arg`.
#[derive(Clone, Copy)]
pub(crate) struct Param<'a> {
    pub kind: ParamKind,
    pub arg: Option<&'a Arg<'a>>,
    pub default: Option<&'a Expr<'a>>,
}

/// How an argument is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgKind {
    Positional,
    Star,
    Keyword,
    DoubleStar,
}

/// One argument of a call.
#[derive(Clone, Copy)]
pub(crate) struct CallArg<'a> {
    pub kind: ArgKind,
    pub name: &'a str,
    pub value: &'a Expr<'a>,
}

/// The arguments of a call so far.
#[derive(Clone, Copy)]
pub(crate) struct CallArgs {
    pub args: Mark,
    pub keywords: Mark,
    /// A keyword has been read; `**` has been read.
    pub seen_keyword: bool,
    pub seen_double_star: bool,
}

/// An operand with its ends, which may be those of brackets around it.
#[derive(Clone, Copy)]
pub(crate) struct Operand<'a> {
    pub l: Loc,
    pub e: &'a Expr<'a>,
    pub r: Loc,
}

/// A run of binary operators so far: where its operators begin on their stack; it has one operand more.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub operators: u32,
}

/// A piece of a string: a literal token, or the values of an f-string.
#[derive(Clone, Copy)]
pub(crate) enum StringPart<'a> {
    Literal(&'a str),
    FString(&'a [&'a Expr<'a>]),
}

/// The state of one parse.
pub(crate) struct Builder<'a> {
    pub arena: &'a Bump,
    pub exprs: Vec<&'a Expr<'a>>,
    pub opt_exprs: Vec<Option<&'a Expr<'a>>>,
    pub operands: Vec<Operand<'a>>,
    pub operators: Vec<Operator>,
    pub stmts: Vec<&'a Stmt<'a>>,
    pub keywords: Vec<Keyword<'a>>,
    pub comprehensions: Vec<Comprehension<'a>>,
    pub cmp_ops: Vec<CmpOp>,
    pub aliases: Vec<Alias<'a>>,
    pub identifiers: Vec<&'a str>,
    pub with_items: Vec<WithItem<'a>>,
    pub handlers: Vec<ExceptHandler<'a>>,
    pub elifs: Vec<Elif<'a>>,
    pub cases: Vec<MatchCase<'a>>,
    pub patterns: Vec<&'a Pattern<'a>>,
    pub type_params: Vec<TypeParam<'a>>,
    pub params: Vec<Param<'a>>,
    pub strings: Vec<(Loc, StringPart<'a>, Loc)>,
    pub depth: u32,
    pub warnings: Vec<SyntaxWarning>,
}

/// `take_*` for a stack, and where asked for, `begin_*` and `push_*`.
macro_rules! stack {
    ($field:ident, $item:ty, $take:ident) => {
        #[inline]
        pub(crate) fn $take(&mut self, mark: Mark) -> &'a [$item] {
            let arena = self.arena;
            let items = self.$field.get(mark.0 as usize..).unwrap_or(&[]);
            let slice: &'a [$item] = if items.is_empty() { &[] } else { arena.alloc_slice_copy(items) };
            self.$field.truncate(mark.0 as usize);
            slice
        }
    };
    ($field:ident, $item:ty, $take:ident, $begin:ident) => {
        stack!($field, $item, $take);

        #[inline]
        pub(crate) fn $begin(&mut self, item: $item) -> Mark {
            let mark = Mark(self.$field.len() as u32);
            self.$field.push(item);
            mark
        }
    };
    ($field:ident, $item:ty, $take:ident, $begin:ident, $push:ident) => {
        stack!($field, $item, $take, $begin);

        #[inline]
        pub(crate) fn $push(&mut self, mark: Mark, item: $item) -> Mark {
            self.$field.push(item);
            mark
        }
    };
}

impl<'a> Builder<'a> {
    pub(crate) fn new(arena: &'a Bump) -> Self {
        Self {
            arena,
            exprs: Vec::with_capacity(64),
            opt_exprs: Vec::new(),
            operands: Vec::new(),
            operators: Vec::new(),
            stmts: Vec::with_capacity(64),
            keywords: Vec::new(),
            comprehensions: Vec::new(),
            cmp_ops: Vec::new(),
            aliases: Vec::new(),
            identifiers: Vec::new(),
            with_items: Vec::new(),
            handlers: Vec::new(),
            elifs: Vec::new(),
            cases: Vec::new(),
            patterns: Vec::new(),
            type_params: Vec::new(),
            params: Vec::new(),
            strings: Vec::new(),
            depth: 0,
            warnings: Vec::new(),
        }
    }

    stack!(exprs, &'a Expr<'a>, take_exprs, begin_exprs, push_expr);
    stack!(opt_exprs, Option<&'a Expr<'a>>, take_opt_exprs, begin_opt_exprs, push_opt_expr);
    stack!(stmts, &'a Stmt<'a>, take_stmts, begin_stmts, push_stmt);
    stack!(keywords, Keyword<'a>, take_keywords);
    stack!(comprehensions, Comprehension<'a>, take_comprehensions, begin_comprehensions);
    stack!(cmp_ops, CmpOp, take_cmp_ops, begin_cmp_ops, push_cmp_op);
    stack!(aliases, Alias<'a>, take_aliases, begin_aliases, push_alias);
    stack!(identifiers, &'a str, take_identifiers, begin_identifiers, push_identifier);
    stack!(with_items, WithItem<'a>, take_with_items, begin_with_items, push_with_item);
    stack!(handlers, ExceptHandler<'a>, take_handlers, begin_handlers, push_handler);
    stack!(cases, MatchCase<'a>, take_cases, begin_cases, push_case);
    stack!(patterns, &'a Pattern<'a>, take_patterns, begin_patterns, push_pattern);
    stack!(type_params, TypeParam<'a>, take_type_params, begin_type_params, push_type_param);

    /// An empty list of expressions.
    pub(crate) fn mark_exprs(&self) -> Mark {
        Mark(self.exprs.len() as u32)
    }

    /// An empty list of identifiers.
    pub(crate) fn mark_identifiers(&self) -> Mark {
        Mark(self.identifiers.len() as u32)
    }

    /// An empty list of patterns.
    pub(crate) fn mark_patterns(&self) -> Mark {
        Mark(self.patterns.len() as u32)
    }

    /// A construct that nests to the right begins; it takes so many levels.
    pub(crate) fn deeper<'s>(&mut self, levels: u32) -> Result<(), lalrpop_util::ParseError<Loc, crate::token::Tok<'s>, Failure>> {
        self.depth += levels;
        if self.depth > MAX_DEPTH {
            return Err(lalrpop_util::ParseError::User { error: Failure::TooComplex });
        }
        Ok(())
    }

    #[inline]
    pub(crate) fn expr(&self, l: Loc, kind: ExprKind<'a>, r: Loc) -> &'a Expr<'a> {
        self.arena.alloc(Expr { kind, span: span(l, r) })
    }

    #[inline]
    pub(crate) fn stmt(&self, l: Loc, kind: StmtKind<'a>, r: Loc) -> &'a Stmt<'a> {
        self.arena.alloc(Stmt { kind, span: span(l, r) })
    }

    #[inline]
    pub(crate) fn pattern(&self, l: Loc, kind: PatternKind<'a>, r: Loc) -> &'a Pattern<'a> {
        self.arena.alloc(Pattern { kind, span: span(l, r) })
    }

    #[inline]
    pub(crate) fn identifier(&self, name: &'a str) -> &'a str {
        literal::identifier(self.arena, name)
    }
}

/// The span between two places.
#[inline]
pub(crate) fn span(l: Loc, r: Loc) -> Span {
    Span { lineno: l.line, col_offset: l.col, end_lineno: r.line, end_col_offset: r.col }
}

/// The beginning of a span.
#[inline]
pub(crate) fn start_of(s: Span) -> Loc {
    Loc { line: s.lineno, col: s.col_offset }
}

/// The end of a span.
#[inline]
pub(crate) fn end_of(s: Span) -> Loc {
    Loc { line: s.end_lineno, col: s.end_col_offset }
}
