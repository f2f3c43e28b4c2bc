//! The patterns of `match`.
//!
//! CPython's counterparts are the `_PyPegen_*pattern*` helpers. The invariant: the patterns of a class lie on one stack, positional ones first.

use minipy_ast::*;

use super::{Checked, number};
use crate::builder::*;
use crate::literal;
use crate::token::Loc;

type E<'a> = &'a Expr<'a>;
type P<'a> = &'a Pattern<'a>;

pub(crate) fn match_stmt<'a>(p: &mut Builder<'a>, l: Loc, subject: E<'a>, m: (Mark, Loc)) -> &'a Stmt<'a> {
    let cases = p.take_cases(m.0);
    p.stmt(l, StmtKind::Match { subject, cases }, m.1)
}

/// What follows `case`: a list with a comma, or a lone `*name`, is a sequence.
pub(crate) fn patterns<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, comma: bool, r: Loc) -> Checked<'a, P<'a>> {
    group_pattern(p, l, m, comma, r)
}

/// What stands in brackets: one pattern without a comma is itself, unless it is starred.
pub(crate) fn group_pattern<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, comma: bool, r: Loc) -> Checked<'a, P<'a>> {
    if !comma && p.patterns.len() == m.0 as usize + 1 {
        return match p.patterns.pop() {
            Some(Pattern { kind: PatternKind::MatchStar { .. }, .. }) | None => refuse(),
            Some(q) => Ok(q),
        };
    }
    Ok(sequence_pattern(p, l, m, r))
}

pub(crate) fn sequence_pattern<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> P<'a> {
    let patterns = p.take_patterns(m);
    p.pattern(l, PatternKind::MatchSequence { patterns }, r)
}

pub(crate) fn star_pattern<'a>(p: &mut Builder<'a>, l: Loc, name: &'a str, r: Loc) -> P<'a> {
    let name = (name != "_").then(|| p.identifier(name));
    p.pattern(l, PatternKind::MatchStar { name }, r)
}

pub(crate) fn as_pattern<'a>(p: &mut Builder<'a>, l: Loc, q: P<'a>, name: &'a str, r: Loc) -> Checked<'a, P<'a>> {
    if name == "_" {
        return refuse();
    }
    let name = Some(p.identifier(name));
    Ok(p.pattern(l, PatternKind::MatchAs { pattern: Some(q), name }, r))
}

pub(crate) fn capture_pattern<'a>(p: &mut Builder<'a>, l: Loc, name: &'a str, r: Loc) -> P<'a> {
    let name = (name != "_").then(|| p.identifier(name));
    p.pattern(l, PatternKind::MatchAs { pattern: None, name }, r)
}

/// A literal: the three keywords are singletons, all else is a value.
pub(crate) fn literal_pattern<'a>(p: &mut Builder<'a>, l: Loc, e: E<'a>, r: Loc) -> P<'a> {
    let kind = match e.kind {
        ExprKind::Constant { value: value @ (Constant::None | Constant::True | Constant::False), .. } => {
            PatternKind::MatchSingleton { value }
        }
        _ => PatternKind::MatchValue { value: e },
    };
    p.pattern(l, kind, r)
}

/// `real + imaginary`.
pub(crate) fn complex_pattern<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    left: E<'a>,
    op: Operator,
    (l2, text): (Loc, &'a str),
    r: Loc,
) -> Checked<'a, E<'a>> {
    let digits = match left.kind {
        ExprKind::UnaryOp { operand, .. } => operand,
        _ => left,
    };
    let real = !matches!(digits.kind, ExprKind::Constant { value: Constant::Complex(_), .. });
    if !real || !literal::is_imaginary(text) {
        return refuse();
    }
    let right = number(p, l2, text, r)?;
    Ok(p.expr(l, ExprKind::BinOp { left, op, right }, r))
}

/// One part of a mapping pattern.
#[derive(Clone, Copy)]
pub(crate) enum MappingItem<'a> {
    Pair(E<'a>, P<'a>),
    Rest(&'a str),
}

/// `**rest`, which must have a name.
pub(crate) fn mapping_rest<'a>(p: &mut Builder<'a>, name: &'a str) -> Checked<'a, MappingItem<'a>> {
    if name == "_" {
        return refuse();
    }
    Ok(MappingItem::Rest(p.identifier(name)))
}

/// The parts of a mapping pattern so far.
#[derive(Clone, Copy)]
pub(crate) struct MappingItems<'a> {
    keys: Mark,
    patterns: Mark,
    rest: Option<&'a str>,
}

pub(crate) fn begin_mapping<'a>(p: &mut Builder<'a>, item: MappingItem<'a>) -> MappingItems<'a> {
    let none = MappingItems { keys: p.mark_exprs(), patterns: p.mark_patterns(), rest: None };
    add_mapping(p, none, item)
}

pub(crate) fn push_mapping<'a>(p: &mut Builder<'a>, m: MappingItems<'a>, item: MappingItem<'a>) -> Checked<'a, MappingItems<'a>> {
    // `**rest` is the last part.
    if m.rest.is_some() {
        return refuse();
    }
    Ok(add_mapping(p, m, item))
}

fn add_mapping<'a>(p: &mut Builder<'a>, m: MappingItems<'a>, item: MappingItem<'a>) -> MappingItems<'a> {
    match item {
        MappingItem::Pair(key, pattern) => {
            p.exprs.push(key);
            p.patterns.push(pattern);
            m
        }
        MappingItem::Rest(name) => MappingItems { rest: Some(name), ..m },
    }
}

pub(crate) fn mapping_pattern<'a>(p: &mut Builder<'a>, l: Loc, m: Option<MappingItems<'a>>, r: Loc) -> P<'a> {
    let (keys, patterns, rest) = m.map_or((&[][..], &[][..], None), |m| (p.take_exprs(m.keys), p.take_patterns(m.patterns), m.rest));
    p.pattern(l, PatternKind::MatchMapping { keys, patterns, rest }, r)
}

/// The arguments of a class pattern so far.
#[derive(Clone, Copy)]
pub(crate) struct ClassPatternArgs {
    patterns: Mark,
    names: Mark,
}

pub(crate) fn begin_class_pattern<'a>(p: &mut Builder<'a>, (name, pattern): (Option<&'a str>, P<'a>)) -> ClassPatternArgs {
    let m = ClassPatternArgs { patterns: p.mark_patterns(), names: p.mark_identifiers() };
    p.identifiers.extend(name);
    p.patterns.push(pattern);
    m
}

pub(crate) fn push_class_pattern<'a>(
    p: &mut Builder<'a>,
    m: ClassPatternArgs,
    (name, pattern): (Option<&'a str>, P<'a>),
) -> Checked<'a, ClassPatternArgs> {
    if name.is_none() && p.identifiers.len() > m.names.0 as usize {
        return refuse();
    }
    p.identifiers.extend(name);
    p.patterns.push(pattern);
    Ok(m)
}

pub(crate) fn class_pattern<'a>(p: &mut Builder<'a>, l: Loc, cls: E<'a>, m: Option<ClassPatternArgs>, r: Loc) -> P<'a> {
    let (all, kwd_attrs) = m.map_or((&[][..], &[][..]), |m| (p.take_patterns(m.patterns), p.take_identifiers(m.names)));
    let (patterns, kwd_patterns) = all.split_at_checked(all.len().saturating_sub(kwd_attrs.len())).unwrap_or((all, &[]));
    let node = p.arena.alloc(MatchClass { cls, patterns, kwd_attrs, kwd_patterns });
    p.pattern(l, PatternKind::MatchClass(node), r)
}
