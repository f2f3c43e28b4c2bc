//! Targets of assignment, loops and `del`, and the names of expressions in messages.
//!
//! CPython's counterparts are the rules from `star_targets` to `del_t_atom`, `_PyPegen_get_invalid_target` and `_PyPegen_get_expr_name`.

use minipy_ast::{CmpOp, Constant, ExprContext, ExprKind};

use super::{Diagnosis, E, Fail, Memo, Rule, Targets, alt};
use crate::token::Tok;

/// What messages call an expression.
pub(crate) fn expr_name(e: E<'_>) -> &'static str {
    match &e.kind {
        ExprKind::Attribute { .. } => "attribute",
        ExprKind::Subscript { .. } => "subscript",
        ExprKind::Starred { .. } => "starred",
        ExprKind::Name { .. } => "name",
        ExprKind::List { .. } => "list",
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call { .. } => "function call",
        ExprKind::BoolOp { .. } | ExprKind::BinOp { .. } | ExprKind::UnaryOp { .. } => "expression",
        ExprKind::GeneratorExp { .. } => "generator expression",
        ExprKind::Yield { .. } | ExprKind::YieldFrom { .. } => "yield expression",
        ExprKind::Await { .. } => "await expression",
        ExprKind::ListComp { .. } => "list comprehension",
        ExprKind::SetComp { .. } => "set comprehension",
        ExprKind::DictComp { .. } => "dict comprehension",
        ExprKind::Dict { .. } => "dict literal",
        ExprKind::Set { .. } => "set display",
        ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "f-string expression",
        ExprKind::Constant { value: Constant::None, .. } => "None",
        ExprKind::Constant { value: Constant::True, .. } => "True",
        ExprKind::Constant { value: Constant::False, .. } => "False",
        ExprKind::Constant { value: Constant::Ellipsis, .. } => "ellipsis",
        ExprKind::Constant { .. } => "literal",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::IfExp { .. } => "conditional expression",
        ExprKind::NamedExpr { .. } => "named expression",
        ExprKind::Slice { .. } => "slice",
    }
}

/// The first part of `e` that cannot be a target. Targets nest by brackets and stars, which the lexer and the recogniser bound.
pub(crate) fn invalid_target<'a>(e: E<'a>, targets: Targets) -> Option<E<'a>> {
    match e.kind {
        ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => elts.iter().find_map(|e| invalid_target(e, targets)),
        ExprKind::Starred { .. } if targets == Targets::Del => Some(e),
        ExprKind::Starred { value, .. } => invalid_target(value, targets),
        // `a in b` of `for a in b` was read as a comparison.
        ExprKind::Compare { left, ops, .. } if targets == Targets::For => match ops.first() {
            Some(CmpOp::In) => invalid_target(left, targets),
            _ => None,
        },
        ExprKind::Name { .. } | ExprKind::Subscript { .. } | ExprKind::Attribute { .. } => None,
        ExprKind::Compare { .. }
        | ExprKind::BoolOp { .. }
        | ExprKind::NamedExpr { .. }
        | ExprKind::BinOp { .. }
        | ExprKind::UnaryOp { .. }
        | ExprKind::Lambda { .. }
        | ExprKind::IfExp { .. }
        | ExprKind::Dict { .. }
        | ExprKind::Set { .. }
        | ExprKind::ListComp { .. }
        | ExprKind::SetComp { .. }
        | ExprKind::DictComp { .. }
        | ExprKind::GeneratorExp { .. }
        | ExprKind::Await { .. }
        | ExprKind::Yield { .. }
        | ExprKind::YieldFrom { .. }
        | ExprKind::Call { .. }
        | ExprKind::FormattedValue { .. }
        | ExprKind::JoinedStr { .. }
        | ExprKind::Constant { .. }
        | ExprKind::Slice { .. } => Some(e),
    }
}

const T_LOOKAHEAD: &[Tok<'static>] = &[Tok::LPar, Tok::LSqb, Tok::Dot];

impl<'a> Diagnosis<'a> {
    /// `RAISE_SYNTAX_ERROR_INVALID_TARGET`.
    pub(super) fn raise_invalid_target<T>(&mut self, targets: Targets, e: E<'a>) -> Rule<T> {
        let Some(bad) = invalid_target(e, targets) else {
            return Err(Fail::No);
        };
        let verb = if targets == Targets::Del { "delete" } else { "assign to" };
        self.raise_expr(bad, format!("cannot {verb} {}", expr_name(bad)))
    }

    pub(super) fn star_targets(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| {
            let a = p.star_target()?;
            p.not(|p| p.expect(Tok::Comma))?;
            Ok(a)
        });
        let from = self.peek()?.start;
        let elts = self.gather(Self::star_target)?;
        self.attempt(|p| p.expect(Tok::Comma))?;
        let elts = self.arena.alloc_slice_copy(&elts);
        Ok(self.node_from(from, ExprKind::Tuple { elts, ctx: ExprContext::Store }))
    }

    pub(super) fn star_target(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::StarTarget, |p| {
            alt!(p, |p| {
                let star = p.expect(Tok::Star)?;
                p.not(|p| p.expect(Tok::Star))?;
                let value = p.star_target()?;
                Ok(p.node_from(star.start, ExprKind::Starred { value, ctx: ExprContext::Store }))
            });
            p.target_with_star_atom()
        })
    }

    fn target_with_star_atom(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| p.t_target());
        self.star_atom()
    }

    /// `t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead`.
    fn t_target(&mut self) -> Rule<E<'a>> {
        let value = self.t_primary()?;
        alt!(self, |p| {
            p.expect(Tok::Dot)?;
            let attr = p.name()?;
            p.not(|p| p.expect_any(T_LOOKAHEAD))?;
            let _ = attr;
            Ok(p.node_from(super::start(value.span), ExprKind::Attribute { value, attr: "", ctx: ExprContext::Store }))
        });
        self.expect(Tok::LSqb)?;
        let slice = self.slices()?;
        self.expect(Tok::RSqb)?;
        self.not(|p| p.expect_any(T_LOOKAHEAD))?;
        Ok(self.node_from(super::start(value.span), ExprKind::Subscript { value, slice, ctx: ExprContext::Store }))
    }

    fn star_atom(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| p.name());
        let from = self.peek()?.start;
        alt!(self, |p| {
            p.expect(Tok::LPar)?;
            let e = p.target_with_star_atom()?;
            p.expect(Tok::RPar)?;
            Ok(e)
        });
        alt!(self, |p| {
            p.expect(Tok::LPar)?;
            let elts = p.attempt(|p| {
                let elts = p.gather(Self::star_target)?;
                let comma = p.attempt(|p| p.expect(Tok::Comma))?.is_some();
                if elts.len() == 1 && !comma { Err(Fail::No) } else { Ok(elts) }
            })?;
            p.expect(Tok::RPar)?;
            let elts = p.arena.alloc_slice_copy(&elts.unwrap_or_default());
            Ok(p.node_from(from, ExprKind::Tuple { elts, ctx: ExprContext::Store }))
        });
        self.expect(Tok::LSqb)?;
        let elts = self.attempt(|p| {
            let elts = p.gather(Self::star_target)?;
            p.attempt(|p| p.expect(Tok::Comma))?;
            Ok(elts)
        })?;
        self.expect(Tok::RSqb)?;
        let elts = self.arena.alloc_slice_copy(&elts.unwrap_or_default());
        Ok(self.node_from(from, ExprKind::List { elts, ctx: ExprContext::Store }))
    }

    pub(super) fn single_target(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| p.t_target());
        alt!(self, |p| p.name());
        self.expect(Tok::LPar)?;
        let e = self.single_target()?;
        self.expect(Tok::RPar)?;
        Ok(e)
    }

    pub(super) fn single_subscript_attribute_target(&mut self) -> Rule<E<'a>> {
        self.t_target()
    }

    /// A primary of which each part is followed by another; the last one stays for the target.
    fn t_primary(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::TPrimary, |p| {
            let mut e = p.atom()?;
            if !p.at_any(T_LOOKAHEAD)? {
                return Err(Fail::No);
            }
            while let Some(next) = p.attempt(|p| {
                let next = p.trailer(e)?;
                if p.at_any(T_LOOKAHEAD)? { Ok(next) } else { Err(Fail::No) }
            })? {
                e = next;
            }
            Ok(e)
        })
    }

    pub(super) fn del_targets(&mut self) -> Rule<()> {
        self.gather(Self::del_target)?;
        self.attempt(|p| p.expect(Tok::Comma))?;
        Ok(())
    }

    fn del_target(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::DelTarget, |p| {
            alt!(p, |p| p.t_target());
            alt!(p, |p| p.name());
            let from = p.peek()?.start;
            alt!(p, |p| {
                p.expect(Tok::LPar)?;
                let e = p.del_target()?;
                p.expect(Tok::RPar)?;
                Ok(e)
            });
            alt!(p, |p| {
                p.expect(Tok::LPar)?;
                p.attempt(Self::del_targets)?;
                p.expect(Tok::RPar)?;
                Ok(p.node_from(from, ExprKind::Tuple { elts: &[], ctx: ExprContext::Del }))
            });
            p.expect(Tok::LSqb)?;
            p.attempt(Self::del_targets)?;
            p.expect(Tok::RSqb)?;
            Ok(p.node_from(from, ExprKind::List { elts: &[], ctx: ExprContext::Del }))
        })
    }
}
