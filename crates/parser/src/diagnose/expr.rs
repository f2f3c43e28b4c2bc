//! Expressions and comprehensions, with their rules for errors.
//!
//! CPython's counterpart is the middle of `Grammar/python.gram`; rules have its names. Binary operators are one loop here, because only the
//! span of their result is ever asked for.

use minipy_ast::{BoolOp, CmpOp, Constant, ExprContext, ExprKind, Operator, UnaryOp};

use super::params::Params;
use super::target::expr_name;
use super::{Diagnosis, E, Fail, Memo, Rule, Targets, Token, alt, end, start};
use crate::literal;
use crate::token::{Loc, Tok};

fn is_legacy(e: E<'_>) -> bool {
    matches!(e.kind, ExprKind::Name { id: "print" | "exec", .. })
}

impl<'a> Diagnosis<'a> {
    // Lists of expressions

    /// `expressions`, `star_expressions` and the like: a tuple if there is a comma.
    fn tuple_or_one(&mut self, rule: fn(&mut Self) -> Rule<E<'a>>) -> Rule<E<'a>> {
        let first = rule(self)?;
        let mut elts = vec![first];
        while let Some(e) = self.attempt(|p| {
            p.expect(Tok::Comma)?;
            rule(p)
        })? {
            elts.push(e);
        }
        let comma = self.attempt(|p| p.expect(Tok::Comma))?.is_some();
        if elts.len() == 1 && !comma {
            return Ok(first);
        }
        let elts = self.arena.alloc_slice_copy(&elts);
        Ok(self.node_from(start(first.span), ExprKind::Tuple { elts, ctx: ExprContext::Load }))
    }

    pub(super) fn expressions(&mut self) -> Rule<E<'a>> {
        self.tuple_or_one(Self::expression)
    }

    pub(super) fn star_expressions(&mut self) -> Rule<E<'a>> {
        self.tuple_or_one(Self::star_expression)
    }

    pub(super) fn star_expression(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::StarExpression, |p| {
            alt!(p, |p| p.starred_bitwise_or());
            p.expression()
        })
    }

    pub(super) fn starred_bitwise_or(&mut self) -> Rule<E<'a>> {
        let star = self.expect(Tok::Star)?;
        let value = self.bitwise_or()?;
        Ok(self.node_from(star.start, ExprKind::Starred { value, ctx: ExprContext::Load }))
    }

    pub(super) fn star_named_expression(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| p.starred_bitwise_or());
        self.named_expression()
    }

    pub(super) fn star_named_expressions(&mut self) -> Rule<Vec<E<'a>>> {
        let elts = self.gather(Self::star_named_expression)?;
        self.attempt(|p| p.expect(Tok::Comma))?;
        Ok(elts)
    }

    pub(super) fn yield_expr(&mut self) -> Rule<E<'a>> {
        let keyword = self.expect(Tok::Yield)?;
        alt!(self, |p| {
            p.expect(Tok::From)?;
            let value = p.expression()?;
            Ok(p.node_from(keyword.start, ExprKind::YieldFrom { value }))
        });
        let value = self.attempt(Self::star_expressions)?;
        Ok(self.node_from(keyword.start, ExprKind::Yield { value }))
    }

    pub(super) fn annotated_rhs(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| p.yield_expr());
        self.star_expressions()
    }

    pub(super) fn assignment_expression(&mut self) -> Rule<Option<E<'a>>> {
        let Some(target) = self.attempt(|p| {
            let n = p.name()?;
            p.expect(Tok::ColonEqual)?;
            Ok(n)
        })?
        else {
            return Ok(None);
        };
        // Behind `:=` there is no way back.
        let value = self.expression()?;
        Ok(Some(self.node_from(start(target.span), ExprKind::NamedExpr { target, value })))
    }

    pub(super) fn named_expression(&mut self) -> Rule<E<'a>> {
        if let Some(e) = self.assignment_expression()? {
            return Ok(e);
        }
        if self.invalid {
            self.attempt(Self::invalid_named_expression)?;
        }
        self.expression_no_walrus()
    }

    /// `expression !':='`.
    pub(super) fn expression_no_walrus(&mut self) -> Rule<E<'a>> {
        let e = self.expression()?;
        self.not(|p| p.expect(Tok::ColonEqual))?;
        Ok(e)
    }

    fn invalid_named_expression(&mut self) -> Rule<()> {
        self.memo(Memo::InvalidNamed, |p| {
            p.attempt(|p| {
                let a = p.expression()?;
                p.expect(Tok::ColonEqual)?;
                p.expression()?;
                p.raise_expr::<()>(a, format!("cannot use assignment expressions with {}", expr_name(a)))
            })?;
            p.attempt(|p| {
                let a = p.name()?;
                p.expect_equal()?;
                let b = p.bitwise_or()?;
                p.not(|p| p.expect_any(&[Tok::Equal, Tok::ColonEqual]))?;
                p.raise_exprs::<()>(a, b, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
            })?;
            p.not(|p| p.list())?;
            p.not(|p| p.tuple())?;
            p.not(|p| p.genexp())?;
            p.not(|p| p.expect_any(&[Tok::True, Tok::None, Tok::False]))?;
            let a = p.bitwise_or()?;
            p.expect_equal()?;
            p.bitwise_or()?;
            p.not(|p| p.expect_any(&[Tok::Equal, Tok::ColonEqual]))?;
            p.raise_expr(a, format!("cannot assign to {} here. Maybe you meant '==' instead of '='?", expr_name(a)))
        })
        .map(|_| ())
    }

    /// `=`, which has a token of its own at the end of an f-string's field.
    pub(super) fn expect_equal(&mut self) -> Rule<Token<'a>> {
        let t = self.peek()?;
        if !matches!(t.tok, Tok::Equal | Tok::FStringDebug(_)) {
            return Err(Fail::No);
        }
        self.pos += 1;
        Ok(t)
    }

    // expression

    pub(super) fn expression(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::Expression, |p| {
            if p.invalid {
                p.attempt(Self::invalid_expression)?;
                p.attempt(Self::invalid_legacy_expression)?;
            }
            p.plain_expression()
        })
    }

    fn plain_expression(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| {
            let body = p.disjunction()?;
            p.expect(Tok::If)?;
            let test = p.disjunction()?;
            p.expect(Tok::Else)?;
            let orelse = p.expression()?;
            Ok(p.node_from(start(body.span), ExprKind::IfExp { test, body, orelse }))
        });
        alt!(self, |p| p.disjunction());
        self.lambdef()
    }

    /// `expression_without_invalid`: the rules for errors are off in it.
    fn expression_without_invalid(&mut self) -> Rule<E<'a>> {
        let before = std::mem::replace(&mut self.invalid, false);
        let result = self.plain_expression();
        self.invalid = before;
        result
    }

    fn invalid_expression(&mut self) -> Rule<()> {
        self.attempt(|p| {
            p.not(|p| {
                p.name()?;
                let t = p.peek()?;
                if matches!(t.tok, Tok::String(_)) { Ok(()) } else { Err(Fail::No) }
            })?;
            let t = p.peek()?;
            if matches!(t.tok, Tok::Name("match" | "case" | "type" | "_")) {
                return Err(Fail::No);
            }
            let a = p.disjunction()?;
            let b = p.expression_without_invalid()?;
            let level = p.previous().map_or(0, |t| t.level);
            if is_legacy(a) || level == 0 {
                return Err(Fail::No);
            }
            p.raise_exprs::<()>(a, b, "invalid syntax. Perhaps you forgot a comma?")
        })?;
        self.attempt(|p| {
            let a = p.disjunction()?;
            p.expect(Tok::If)?;
            let b = p.disjunction()?;
            p.not(|p| p.expect_any(&[Tok::Else, Tok::Colon]))?;
            p.raise_exprs::<()>(a, b, "expected 'else' after 'if' expression")
        })?;
        let a = self.expect(Tok::Lambda)?;
        self.attempt(|p| p.params(Params::Lambda))?;
        let b = self.expect(Tok::Colon)?;
        let next = self.peek()?;
        if !matches!(next.tok, Tok::FStringMiddle(_) | Tok::FStringRawMiddle(_)) {
            return Err(Fail::No);
        }
        self.raise_between(a.start, b.end, "f-string: lambda expressions are not allowed without parentheses")
    }

    fn invalid_legacy_expression(&mut self) -> Rule<()> {
        let a = self.name()?;
        self.not(|p| p.expect(Tok::LPar))?;
        let b = self.star_expressions()?;
        match a.kind {
            ExprKind::Name { id, .. } if is_legacy(a) => {
                self.raise_exprs(a, b, format!("Missing parentheses in call to '{id}'. Did you mean {id}(...)?"))
            }
            _ => Err(Fail::No),
        }
    }

    fn lambdef(&mut self) -> Rule<E<'a>> {
        let keyword = self.expect(Tok::Lambda)?;
        self.attempt(|p| p.params(Params::Lambda))?;
        self.expect(Tok::Colon)?;
        let body = self.expression()?;
        let args = self.arena.alloc(minipy_ast::Arguments::default());
        Ok(self.node_from(keyword.start, ExprKind::Lambda { args, body }))
    }

    pub(super) fn disjunction(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::Disjunction, |p| p.bool_op(Tok::Or, BoolOp::Or, Self::conjunction))
    }

    fn conjunction(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::Conjunction, |p| p.bool_op(Tok::And, BoolOp::And, Self::inversion))
    }

    fn bool_op(&mut self, word: Tok<'_>, op: BoolOp, rule: fn(&mut Self) -> Rule<E<'a>>) -> Rule<E<'a>> {
        let first = rule(self)?;
        let rest = self.many(|p| {
            p.expect(word)?;
            rule(p)
        })?;
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(self.node_from(start(first.span), ExprKind::BoolOp { op, values: &[] }))
    }

    fn inversion(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::Inversion, |p| {
            alt!(p, |p| {
                let not = p.expect(Tok::Not)?;
                let operand = p.inversion()?;
                Ok(p.node_from(not.start, ExprKind::UnaryOp { op: UnaryOp::Not, operand }))
            });
            p.comparison()
        })
    }

    fn comparison(&mut self) -> Rule<E<'a>> {
        let left = self.bitwise_or()?;
        let mut first = None;
        let rest = self.many(|p| {
            let op = p.comparison_operator()?;
            let e = p.bitwise_or()?;
            first.get_or_insert(op);
            Ok(e)
        })?;
        let Some(op) = first else { return Ok(left) };
        let ops = self.arena.alloc_slice_copy(&[op]);
        let comparators = self.arena.alloc_slice_copy(&rest);
        Ok(self.node_from(start(left.span), ExprKind::Compare { left, ops, comparators }))
    }

    fn comparison_operator(&mut self) -> Rule<CmpOp> {
        let t = self.peek()?;
        self.pos += 1;
        Ok(match t.tok {
            Tok::EqEqual => CmpOp::Eq,
            Tok::NotEqual => CmpOp::NotEq,
            Tok::Less => CmpOp::Lt,
            Tok::LessEqual => CmpOp::LtE,
            Tok::Greater => CmpOp::Gt,
            Tok::GreaterEqual => CmpOp::GtE,
            Tok::In => CmpOp::In,
            Tok::Not => {
                self.expect(Tok::In)?;
                CmpOp::NotIn
            }
            Tok::Is => {
                if self.attempt(|p| p.expect(Tok::Not))?.is_some() {
                    CmpOp::IsNot
                } else {
                    CmpOp::Is
                }
            }
            _ => return Err(Fail::No),
        })
    }

    pub(super) fn bitwise_or(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::BitwiseOr, |p| {
            let mut left = p.factor()?;
            while let Some(e) = p.attempt(|p| {
                let (op, arithmetic) = p.binary_operator()?;
                if p.invalid && arithmetic && p.at_any(&[Tok::Not])? {
                    let not = p.peek()?;
                    let operand = p.inversion()?;
                    return p.raise_between(not.start, end(operand.span), "'not' after an operator must be parenthesized");
                }
                let right = p.factor()?;
                Ok(p.node_from(start(left.span), ExprKind::BinOp { left, op, right }))
            })? {
                left = e;
            }
            Ok(left)
        })
    }

    /// A binary operator, and whether it is arithmetic.
    fn binary_operator(&mut self) -> Rule<(Operator, bool)> {
        let t = self.peek()?;
        self.pos += 1;
        Ok(match t.tok {
            Tok::VBar => (Operator::BitOr, false),
            Tok::Circumflex => (Operator::BitXor, false),
            Tok::Amper => (Operator::BitAnd, false),
            Tok::LeftShift => (Operator::LShift, false),
            Tok::RightShift => (Operator::RShift, false),
            Tok::Plus => (Operator::Add, true),
            Tok::Minus => (Operator::Sub, true),
            Tok::Star => (Operator::Mult, true),
            Tok::Slash => (Operator::Div, true),
            Tok::DoubleSlash => (Operator::FloorDiv, true),
            Tok::Percent => (Operator::Mod, true),
            Tok::At => (Operator::MatMult, true),
            _ => return Err(Fail::No),
        })
    }

    fn factor(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::Factor, |p| {
            let t = p.peek()?;
            let op = match t.tok {
                Tok::Plus => Some(UnaryOp::UAdd),
                Tok::Minus => Some(UnaryOp::USub),
                Tok::Tilde => Some(UnaryOp::Invert),
                _ => None,
            };
            if let Some(op) = op {
                p.pos += 1;
                if p.invalid && p.at_any(&[Tok::Not])? {
                    let not = p.expect(Tok::Not)?;
                    let operand = p.factor()?;
                    return p.raise_between(not.start, end(operand.span), "'not' after an operator must be parenthesized");
                }
                let operand = p.factor()?;
                return Ok(p.node_from(t.start, ExprKind::UnaryOp { op, operand }));
            }
            let left = p.await_primary()?;
            alt!(p, |p| {
                p.expect(Tok::DoubleStar)?;
                let right = p.factor()?;
                Ok(p.node_from(start(left.span), ExprKind::BinOp { left, op: Operator::Pow, right }))
            });
            Ok(left)
        })
    }

    fn await_primary(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| {
            let keyword = p.expect(Tok::Await)?;
            let value = p.primary()?;
            Ok(p.node_from(keyword.start, ExprKind::Await { value }))
        });
        self.primary()
    }

    fn primary(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::Primary, |p| {
            let mut e = p.atom()?;
            while let Some(next) = p.attempt(|p| p.trailer(e))? {
                e = next;
            }
            Ok(e)
        })
    }

    /// `.name`, `(...)` or `[...]` behind a primary.
    pub(super) fn trailer(&mut self, value: E<'a>) -> Rule<E<'a>> {
        let from = start(value.span);
        let next = self.peek()?;
        match next.tok {
            Tok::Dot => {
                self.pos += 1;
                self.name()?;
                Ok(self.node_from(from, ExprKind::Attribute { value, attr: "", ctx: ExprContext::Load }))
            }
            Tok::LPar => {
                alt!(self, |p| {
                    p.genexp()?;
                    Ok(p.node_from(from, ExprKind::Call { func: value, args: &[], keywords: &[] }))
                });
                self.pos += 1;
                self.attempt(Self::arguments)?;
                self.expect(Tok::RPar)?;
                Ok(self.node_from(from, ExprKind::Call { func: value, args: &[], keywords: &[] }))
            }
            Tok::LSqb => {
                self.pos += 1;
                let slice = self.slices()?;
                self.expect(Tok::RSqb)?;
                Ok(self.node_from(from, ExprKind::Subscript { value, slice, ctx: ExprContext::Load }))
            }
            _ => Err(Fail::No),
        }
    }

    pub(super) fn slices(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| {
            let e = p.slice()?;
            p.not(|p| p.expect(Tok::Comma))?;
            Ok(e)
        });
        let from = self.peek()?.start;
        self.gather(|p| {
            alt!(p, |p| p.slice());
            p.starred_expression()
        })?;
        self.attempt(|p| p.expect(Tok::Comma))?;
        Ok(self.node_from(from, ExprKind::Tuple { elts: &[], ctx: ExprContext::Load }))
    }

    fn slice(&mut self) -> Rule<E<'a>> {
        let from = self.peek()?.start;
        alt!(self, |p| {
            p.attempt(Self::expression)?;
            p.expect(Tok::Colon)?;
            p.attempt(Self::expression)?;
            p.attempt(|p| {
                p.expect(Tok::Colon)?;
                p.attempt(Self::expression)
            })?;
            Ok(p.node_from(from, ExprKind::Slice { lower: None, upper: None, step: None }))
        });
        self.named_expression()
    }

    // Atoms

    pub(super) fn atom(&mut self) -> Rule<E<'a>> {
        let t = self.peek()?;
        let constant = |value| ExprKind::Constant { value, kind: None };
        let kind = match t.tok {
            Tok::Name(_) => return self.name(),
            Tok::True => constant(Constant::True),
            Tok::False => constant(Constant::False),
            Tok::None => constant(Constant::None),
            Tok::Ellipsis => constant(Constant::Ellipsis),
            Tok::Number(text) => match literal::number(self.arena, text) {
                Ok(value) => constant(value),
                Err(msg) => return self.raise_token(&t, msg),
            },
            Tok::String(_) | Tok::FStringStart(_) => return self.strings(),
            Tok::LPar => {
                alt!(self, |p| p.tuple());
                alt!(self, |p| p.group());
                return self.genexp();
            }
            Tok::LSqb => {
                alt!(self, |p| p.list());
                return self.comprehension(Tok::LSqb, Tok::RSqb);
            }
            Tok::LBrace => {
                alt!(self, |p| p.dict());
                alt!(self, |p| p.set());
                alt!(self, |p| p.dictcomp());
                return self.comprehension(Tok::LBrace, Tok::RBrace);
            }
            _ => return Err(Fail::No),
        };
        self.pos += 1;
        Ok(self.node(&t, &t, kind))
    }

    pub(super) fn tuple(&mut self) -> Rule<E<'a>> {
        let open = self.expect(Tok::LPar)?;
        let elts = self.attempt(|p| {
            let first = p.star_named_expression()?;
            p.expect(Tok::Comma)?;
            let mut elts = vec![first];
            elts.extend(p.attempt(Self::star_named_expressions)?.unwrap_or_default());
            Ok(elts)
        })?;
        self.expect(Tok::RPar)?;
        let elts = self.arena.alloc_slice_copy(&elts.unwrap_or_default());
        Ok(self.node_from(open.start, ExprKind::Tuple { elts, ctx: ExprContext::Load }))
    }

    pub(super) fn list(&mut self) -> Rule<E<'a>> {
        let open = self.expect(Tok::LSqb)?;
        let elts = self.attempt(Self::star_named_expressions)?;
        self.expect(Tok::RSqb)?;
        let elts = self.arena.alloc_slice_copy(&elts.unwrap_or_default());
        Ok(self.node_from(open.start, ExprKind::List { elts, ctx: ExprContext::Load }))
    }

    fn group(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| {
            p.expect(Tok::LPar)?;
            let e = match p.attempt(Self::yield_expr)? {
                Some(e) => e,
                None => p.named_expression()?,
            };
            p.expect(Tok::RPar)?;
            Ok(e)
        });
        if !self.invalid {
            return Err(Fail::No);
        }
        self.attempt(|p| {
            p.expect(Tok::LPar)?;
            let a = p.starred_expression()?;
            p.expect(Tok::RPar)?;
            p.raise_expr::<()>(a, "cannot use starred expression here")
        })?;
        self.expect(Tok::LPar)?;
        let a = self.expect(Tok::DoubleStar)?;
        self.expression()?;
        self.expect(Tok::RPar)?;
        self.raise_token(&a, "cannot use double starred expression here")
    }

    pub(super) fn genexp(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| {
            let open = p.expect(Tok::LPar)?;
            let elt = match p.assignment_expression()? {
                Some(e) => e,
                None => p.expression_no_walrus()?,
            };
            p.for_if_clauses()?;
            p.expect(Tok::RPar)?;
            Ok(p.node_from(open.start, ExprKind::GeneratorExp { elt, generators: &[] }))
        });
        self.invalid_comprehension()
    }

    /// `listcomp` and `setcomp`.
    fn comprehension(&mut self, open: Tok<'static>, close: Tok<'static>) -> Rule<E<'a>> {
        alt!(self, |p| {
            let first = p.expect(open)?;
            let elt = p.named_expression()?;
            p.for_if_clauses()?;
            p.expect(close)?;
            let kind =
                if open == Tok::LSqb { ExprKind::ListComp { elt, generators: &[] } } else { ExprKind::SetComp { elt, generators: &[] } };
            Ok(p.node_from(first.start, kind))
        });
        self.invalid_comprehension()
    }

    fn invalid_comprehension(&mut self) -> Rule<E<'a>> {
        if !self.invalid {
            return Err(Fail::No);
        }
        self.attempt(|p| {
            p.expect_any(&[Tok::LSqb, Tok::LPar, Tok::LBrace])?;
            let a = p.starred_expression()?;
            p.for_if_clauses()?;
            p.raise_expr::<()>(a, "iterable unpacking cannot be used in comprehension")
        })?;
        let msg = "did you forget parentheses around the comprehension target?";
        self.attempt(|p| {
            p.expect_any(&[Tok::LSqb, Tok::LBrace])?;
            let a = p.star_named_expression()?;
            p.expect(Tok::Comma)?;
            let b = p.star_named_expressions()?;
            p.for_if_clauses()?;
            p.raise_exprs::<()>(a, b.last().copied().unwrap_or(a), msg)
        })?;
        self.expect_any(&[Tok::LSqb, Tok::LBrace])?;
        let a = self.star_named_expression()?;
        let b = self.expect(Tok::Comma)?;
        self.for_if_clauses()?;
        self.raise_between(start(a.span), b.end, msg)
    }

    fn set(&mut self) -> Rule<E<'a>> {
        let open = self.expect(Tok::LBrace)?;
        self.star_named_expressions()?;
        self.expect(Tok::RBrace)?;
        Ok(self.node_from(open.start, ExprKind::Set { elts: &[] }))
    }

    fn dict(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| {
            let open = p.expect(Tok::LBrace)?;
            p.attempt(|p| {
                p.gather(Self::double_starred_kvpair)?;
                p.attempt(|p| p.expect(Tok::Comma))
            })?;
            p.expect(Tok::RBrace)?;
            Ok(p.node_from(open.start, ExprKind::Dict { keys: &[], values: &[] }))
        });
        if self.invalid {
            self.attempt(|p| {
                p.expect(Tok::LBrace)?;
                p.invalid_double_starred_kvpairs()
            })?;
        }
        Err(Fail::No)
    }

    fn double_starred_kvpair(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.expect(Tok::DoubleStar)?;
            p.bitwise_or()?;
            Ok(())
        });
        self.kvpair()
    }

    fn kvpair(&mut self) -> Rule<()> {
        self.expression()?;
        self.expect(Tok::Colon)?;
        self.expression()?;
        Ok(())
    }

    fn invalid_double_starred_kvpairs(&mut self) -> Rule<()> {
        self.attempt(|p| {
            p.gather(Self::double_starred_kvpair)?;
            p.expect(Tok::Comma)?;
            p.attempt(|p| {
                let a = p.expression()?;
                p.not(|p| p.expect(Tok::Colon))?;
                let last = Loc { line: a.span.lineno, col: a.span.end_col_offset.saturating_sub(1) };
                let msg = "':' expected after dictionary key";
                let mut e = crate::error::from(p.source, crate::error::ErrorKind::SyntaxError, msg, last, 0);
                e.end_lineno = a.span.end_lineno;
                p.stop::<()>(e)
            })?;
            p.invalid_dict_value()
        })?;
        self.invalid_dict_value()
    }

    fn invalid_dict_value(&mut self) -> Rule<()> {
        self.expression()?;
        let colon = self.expect(Tok::Colon)?;
        self.attempt(|p| {
            let a = p.expect(Tok::Star)?;
            p.bitwise_or()?;
            p.raise_from::<()>(a.start, "cannot use a starred expression in a dictionary value")
        })?;
        if self.at_any(&[Tok::RBrace, Tok::Comma])? {
            return self.raise_token(&colon, "expression expected after dictionary key and ':'");
        }
        Err(Fail::No)
    }

    fn dictcomp(&mut self) -> Rule<E<'a>> {
        let open = self.peek()?;
        alt!(self, |p| {
            p.expect(Tok::LBrace)?;
            p.kvpair()?;
            p.for_if_clauses()?;
            p.expect(Tok::RBrace)?;
            let key = p.node(&open, &open, ExprKind::Constant { value: Constant::None, kind: None });
            Ok(p.node_from(open.start, ExprKind::DictComp { key, value: key, generators: &[] }))
        });
        if !self.invalid {
            return Err(Fail::No);
        }
        self.expect(Tok::LBrace)?;
        let a = self.expect(Tok::DoubleStar)?;
        self.bitwise_or()?;
        self.for_if_clauses()?;
        self.expect(Tok::RBrace)?;
        self.raise_token(&a, "dict unpacking cannot be used in dict comprehension")
    }

    /// The clauses of a comprehension; the result is where the last one's last item ends.
    pub(super) fn for_if_clauses(&mut self) -> Rule<Loc> {
        let ends = self.some(Self::for_if_clause)?;
        ends.last().copied().ok_or(Fail::No)
    }

    fn for_if_clause(&mut self) -> Rule<Loc> {
        let head = self.attempt(|p| {
            p.attempt(|p| p.expect(Tok::Async))?;
            p.expect(Tok::For)?;
            p.star_targets()?;
            p.expect(Tok::In)
        })?;
        if head.is_some() {
            // Behind `in` there is no way back.
            let mut last = self.disjunction()?;
            for e in self.many(|p| {
                p.expect(Tok::If)?;
                p.disjunction()
            })? {
                last = e;
            }
            return Ok(end(last.span));
        }
        if !self.invalid {
            return Err(Fail::No);
        }
        self.attempt(|p| {
            p.attempt(|p| p.expect(Tok::Async))?;
            p.expect(Tok::For)?;
            p.gather(Self::bitwise_or)?;
            p.attempt(|p| p.expect(Tok::Comma))?;
            p.not(|p| p.expect(Tok::In))?;
            p.raise_last::<()>("'in' expected after for-loop variables")
        })?;
        self.invalid_for_target()
    }

    pub(super) fn invalid_for_target<T>(&mut self) -> Rule<T> {
        self.attempt(|p| p.expect(Tok::Async))?;
        self.expect(Tok::For)?;
        let a = self.star_expressions()?;
        self.raise_invalid_target(Targets::For, a)
    }
}
