//! Expressions, comprehensions, calls, strings and parameters, with their rules for errors.
//!
//! CPython's counterpart is the middle of `Grammar/python.gram`; rules have its names. Binary operators are one loop here, because only the
//! span of their result is ever asked for.

use minipy_ast::{BoolOp, CmpOp, Constant, ExprContext, ExprKind, Operator, UnaryOp};

use super::target::expr_name;
use super::{Diagnosis, E, Fail, Memo, Rule, Targets, Token, alt, end, start};
use crate::literal;
use crate::token::{Loc, Tok};

/// What is known of the arguments of a call.
#[derive(Default)]
struct Args<'a> {
    positional: Vec<E<'a>>,
    unpacks_keywords: bool,
}

/// One argument in the keyword part: a starred one is positional all the same.
enum KeywordArg<'a> {
    Keyword,
    Unpacking,
    Starred(E<'a>),
}

/// Which parameters are read: those of a function or of a lambda.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Params {
    Def,
    Lambda,
}

impl Params {
    /// What ends the list.
    fn closer(self) -> Tok<'static> {
        match self {
            Params::Def => Tok::RPar,
            Params::Lambda => Tok::Colon,
        }
    }
}

fn is_legacy(e: E<'_>) -> bool {
    matches!(
        e.kind,
        ExprKind::Name {
            id: "print" | "exec",
            ..
        }
    )
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
        Ok(self.node_from(
            start(first.span),
            ExprKind::Tuple {
                elts,
                ctx: ExprContext::Load,
            },
        ))
    }

    pub(super) fn expressions(&mut self) -> Rule<E<'a>> {
        self.tuple_or_one(Self::expression)
    }

    pub(super) fn star_expressions(&mut self) -> Rule<E<'a>> {
        self.tuple_or_one(Self::star_expression)
    }

    fn star_expression(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::StarExpression, |p| {
            alt!(p, |p| p.starred_bitwise_or());
            p.expression()
        })
    }

    fn starred_bitwise_or(&mut self) -> Rule<E<'a>> {
        let star = self.expect(Tok::Star)?;
        let value = self.bitwise_or()?;
        Ok(self.node_from(
            star.start,
            ExprKind::Starred {
                value,
                ctx: ExprContext::Load,
            },
        ))
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

    fn assignment_expression(&mut self) -> Rule<Option<E<'a>>> {
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
        Ok(Some(self.node_from(
            start(target.span),
            ExprKind::NamedExpr { target, value },
        )))
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
    fn expression_no_walrus(&mut self) -> Rule<E<'a>> {
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
                p.raise_expr::<()>(
                    a,
                    format!("cannot use assignment expressions with {}", expr_name(a)),
                )
            })?;
            p.attempt(|p| {
                let a = p.name()?;
                p.expect_equal()?;
                let b = p.bitwise_or()?;
                p.not(|p| p.expect_any(&[Tok::Equal, Tok::ColonEqual]))?;
                p.raise_exprs::<()>(
                    a,
                    b,
                    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                )
            })?;
            p.not(|p| p.list())?;
            p.not(|p| p.tuple())?;
            p.not(|p| p.genexp())?;
            p.not(|p| p.expect_any(&[Tok::True, Tok::None, Tok::False]))?;
            let a = p.bitwise_or()?;
            p.expect_equal()?;
            p.bitwise_or()?;
            p.not(|p| p.expect_any(&[Tok::Equal, Tok::ColonEqual]))?;
            p.raise_expr(
                a,
                format!(
                    "cannot assign to {} here. Maybe you meant '==' instead of '='?",
                    expr_name(a)
                ),
            )
        })
        .map(|_| ())
    }

    /// `=`, which has a token of its own at the end of an f-string's field.
    fn expect_equal(&mut self) -> Rule<Token<'a>> {
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
                if matches!(t.tok, Tok::String(_)) {
                    Ok(())
                } else {
                    Err(Fail::No)
                }
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
        self.raise_between(
            a.start,
            b.end,
            "f-string: lambda expressions are not allowed without parentheses",
        )
    }

    fn invalid_legacy_expression(&mut self) -> Rule<()> {
        let a = self.name()?;
        self.not(|p| p.expect(Tok::LPar))?;
        let b = self.star_expressions()?;
        match a.kind {
            ExprKind::Name { id, .. } if is_legacy(a) => self.raise_exprs(
                a,
                b,
                format!("Missing parentheses in call to '{id}'. Did you mean {id}(...)?"),
            ),
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
        self.memo_expr(Memo::Disjunction, |p| {
            p.bool_op(Tok::Or, BoolOp::Or, Self::conjunction)
        })
    }

    fn conjunction(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::Conjunction, |p| {
            p.bool_op(Tok::And, BoolOp::And, Self::inversion)
        })
    }

    fn bool_op(
        &mut self,
        word: Tok<'_>,
        op: BoolOp,
        rule: fn(&mut Self) -> Rule<E<'a>>,
    ) -> Rule<E<'a>> {
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
                Ok(p.node_from(
                    not.start,
                    ExprKind::UnaryOp {
                        op: UnaryOp::Not,
                        operand,
                    },
                ))
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
        Ok(self.node_from(
            start(left.span),
            ExprKind::Compare {
                left,
                ops,
                comparators,
            },
        ))
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
                    return p.raise_between(
                        not.start,
                        end(operand.span),
                        "'not' after an operator must be parenthesized",
                    );
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
                    return p.raise_between(
                        not.start,
                        end(operand.span),
                        "'not' after an operator must be parenthesized",
                    );
                }
                let operand = p.factor()?;
                return Ok(p.node_from(t.start, ExprKind::UnaryOp { op, operand }));
            }
            let left = p.await_primary()?;
            alt!(p, |p| {
                p.expect(Tok::DoubleStar)?;
                let right = p.factor()?;
                Ok(p.node_from(
                    start(left.span),
                    ExprKind::BinOp {
                        left,
                        op: Operator::Pow,
                        right,
                    },
                ))
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
                Ok(self.node_from(
                    from,
                    ExprKind::Attribute {
                        value,
                        attr: "",
                        ctx: ExprContext::Load,
                    },
                ))
            }
            Tok::LPar => {
                alt!(self, |p| {
                    p.genexp()?;
                    Ok(p.node_from(
                        from,
                        ExprKind::Call {
                            func: value,
                            args: &[],
                            keywords: &[],
                        },
                    ))
                });
                self.pos += 1;
                self.attempt(Self::arguments)?;
                self.expect(Tok::RPar)?;
                Ok(self.node_from(
                    from,
                    ExprKind::Call {
                        func: value,
                        args: &[],
                        keywords: &[],
                    },
                ))
            }
            Tok::LSqb => {
                self.pos += 1;
                let slice = self.slices()?;
                self.expect(Tok::RSqb)?;
                Ok(self.node_from(
                    from,
                    ExprKind::Subscript {
                        value,
                        slice,
                        ctx: ExprContext::Load,
                    },
                ))
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
        Ok(self.node_from(
            from,
            ExprKind::Tuple {
                elts: &[],
                ctx: ExprContext::Load,
            },
        ))
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
            Ok(p.node_from(
                from,
                ExprKind::Slice {
                    lower: None,
                    upper: None,
                    step: None,
                },
            ))
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
        Ok(self.node_from(
            open.start,
            ExprKind::Tuple {
                elts,
                ctx: ExprContext::Load,
            },
        ))
    }

    pub(super) fn list(&mut self) -> Rule<E<'a>> {
        let open = self.expect(Tok::LSqb)?;
        let elts = self.attempt(Self::star_named_expressions)?;
        self.expect(Tok::RSqb)?;
        let elts = self.arena.alloc_slice_copy(&elts.unwrap_or_default());
        Ok(self.node_from(
            open.start,
            ExprKind::List {
                elts,
                ctx: ExprContext::Load,
            },
        ))
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
            Ok(p.node_from(
                open.start,
                ExprKind::GeneratorExp {
                    elt,
                    generators: &[],
                },
            ))
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
            let kind = if open == Tok::LSqb {
                ExprKind::ListComp {
                    elt,
                    generators: &[],
                }
            } else {
                ExprKind::SetComp {
                    elt,
                    generators: &[],
                }
            };
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
            Ok(p.node_from(
                open.start,
                ExprKind::Dict {
                    keys: &[],
                    values: &[],
                },
            ))
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
                let last = Loc {
                    line: a.span.lineno,
                    col: a.span.end_col_offset.saturating_sub(1),
                };
                let msg = "':' expected after dictionary key";
                let mut e = crate::error::from(
                    p.source,
                    crate::error::ErrorKind::SyntaxError,
                    msg,
                    last,
                    0,
                );
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
            p.raise_from::<()>(
                a.start,
                "cannot use a starred expression in a dictionary value",
            )
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
            let key = p.node(
                &open,
                &open,
                ExprKind::Constant {
                    value: Constant::None,
                    kind: None,
                },
            );
            Ok(p.node_from(
                open.start,
                ExprKind::DictComp {
                    key,
                    value: key,
                    generators: &[],
                },
            ))
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
    fn for_if_clauses(&mut self) -> Rule<Loc> {
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

    // Calls

    pub(super) fn arguments(&mut self) -> Rule<()> {
        self.memo(Memo::Arguments, |p| {
            alt!(p, |p| {
                p.args()?;
                p.attempt(|p| p.expect(Tok::Comma))?;
                if p.at_any(&[Tok::RPar])? {
                    Ok(None)
                } else {
                    Err(Fail::No)
                }
            });
            if p.invalid {
                p.invalid_arguments().map(|()| None)
            } else {
                Err(Fail::No)
            }
        })
        .map(|_| ())
    }

    fn positional_arg(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| p.starred_expression());
        let e = match self.assignment_expression()? {
            Some(e) => e,
            None => self.expression_no_walrus()?,
        };
        self.not(Self::expect_equal)?;
        Ok(e)
    }

    fn args(&mut self) -> Rule<Args<'a>> {
        alt!(self, |p| {
            let mut found = Args {
                positional: p.gather(Self::positional_arg)?,
                unpacks_keywords: false,
            };
            if let Some(rest) = p.attempt(|p| {
                p.expect(Tok::Comma)?;
                p.kwargs()
            })? {
                found.positional.extend(rest.positional);
                found.unpacks_keywords = rest.unpacks_keywords;
            }
            Ok(found)
        });
        self.kwargs()
    }

    fn kwargs(&mut self) -> Rule<Args<'a>> {
        alt!(self, |p| {
            let mut found = p.gather(Self::kwarg_or_starred)?;
            p.expect(Tok::Comma)?;
            found.extend(p.gather(Self::kwarg_or_double_starred)?);
            Ok(collect(found))
        });
        alt!(self, |p| p.gather(Self::kwarg_or_starred).map(collect));
        self.gather(Self::kwarg_or_double_starred).map(collect)
    }

    pub(super) fn starred_expression(&mut self) -> Rule<E<'a>> {
        if self.invalid {
            self.attempt(|p| {
                let a = p.expect(Tok::Star)?;
                p.expression()?;
                p.expect_equal()?;
                let b = p.expression()?;
                p.raise_between::<()>(
                    a.start,
                    end(b.span),
                    "cannot assign to iterable argument unpacking",
                )
            })?;
        }
        alt!(self, |p| {
            let star = p.expect(Tok::Star)?;
            let value = p.expression()?;
            Ok(p.node_from(
                star.start,
                ExprKind::Starred {
                    value,
                    ctx: ExprContext::Load,
                },
            ))
        });
        if !self.invalid {
            return Err(Fail::No);
        }
        self.expect(Tok::Star)?;
        // The token behind the star was looked at when an expression was tried.
        self.raise_last("Invalid star expression")
    }

    fn keyword_arg(&mut self) -> Rule<KeywordArg<'a>> {
        self.name()?;
        self.expect_equal()?;
        self.expression()?;
        Ok(KeywordArg::Keyword)
    }

    fn kwarg_or_starred(&mut self) -> Rule<KeywordArg<'a>> {
        if self.invalid {
            self.attempt(Self::invalid_kwarg)?;
        }
        alt!(self, |p| p.keyword_arg());
        self.starred_expression().map(KeywordArg::Starred)
    }

    fn kwarg_or_double_starred(&mut self) -> Rule<KeywordArg<'a>> {
        if self.invalid {
            self.attempt(Self::invalid_kwarg)?;
        }
        alt!(self, |p| p.keyword_arg());
        self.expect(Tok::DoubleStar)?;
        self.expression()?;
        Ok(KeywordArg::Unpacking)
    }

    fn invalid_kwarg(&mut self) -> Rule<()> {
        self.attempt(|p| {
            let a = p.expect_any(&[Tok::True, Tok::False, Tok::None])?;
            let b = p.expect_equal()?;
            p.raise_between::<()>(
                a.start,
                b.end,
                format!("cannot assign to {}", a.tok.fixed_text().unwrap_or("")),
            )
        })?;
        self.attempt(|p| {
            let a = p.name()?;
            let b = p.expect_equal()?;
            p.expression()?;
            p.for_if_clauses()?;
            p.raise_between::<()>(
                start(a.span),
                b.end,
                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
            )
        })?;
        self.attempt(|p| {
            p.not(|p| {
                p.name()?;
                p.expect_equal()
            })?;
            let a = p.expression()?;
            let b = p.expect_equal()?;
            let msg = "expression cannot contain assignment, perhaps you meant \"==\"?";
            p.raise_between::<()>(start(a.span), b.end, msg)
        })?;
        let a = self.expect(Tok::DoubleStar)?;
        self.expression()?;
        self.expect_equal()?;
        let b = self.expression()?;
        self.raise_between(
            a.start,
            end(b.span),
            "cannot assign to keyword argument unpacking",
        )
    }

    fn invalid_arguments(&mut self) -> Rule<()> {
        let unparenthesized = "Generator expression must be parenthesized";
        self.attempt(|p| {
            let both = p.attempt(|p| {
                p.gather(Self::positional_arg)?;
                p.expect(Tok::Comma)?;
                p.kwargs()
            })?;
            if both.is_none() {
                p.kwargs()?;
            }
            let a = p.expect(Tok::Comma)?;
            p.gather(|p| {
                p.starred_expression()?;
                p.not(Self::expect_equal)
            })?;
            p.raise_from::<()>(
                a.start,
                "iterable argument unpacking follows keyword argument unpacking",
            )
        })?;
        self.attempt(|p| {
            let a = p.expression()?;
            let last = p.for_if_clauses()?;
            p.expect(Tok::Comma)?;
            p.attempt(|p| {
                if p.attempt(Self::args)?.is_none() {
                    p.expression()?;
                    p.for_if_clauses()?;
                }
                Ok(())
            })?;
            p.raise_between::<()>(start(a.span), last, unparenthesized)
        })?;
        self.attempt(|p| {
            let a = p.name()?;
            let b = p.expect_equal()?;
            p.expression()?;
            p.for_if_clauses()?;
            p.raise_between::<()>(
                start(a.span),
                b.end,
                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
            )
        })?;
        self.attempt(|p| {
            p.attempt(|p| {
                p.args()?;
                p.expect(Tok::Comma)
            })?;
            let a = p.name()?;
            let b = p.expect_equal()?;
            if p.at_any(&[Tok::Comma, Tok::RPar])? {
                return p.raise_between::<()>(
                    start(a.span),
                    b.end,
                    "expected argument value expression",
                );
            }
            Err(Fail::No)
        })?;
        self.attempt(|p| {
            let a = p.args()?;
            let last = p.for_if_clauses()?;
            match a.positional.as_slice() {
                [_, .., item] => p.raise_between::<()>(start(item.span), last, unparenthesized),
                _ => Err(Fail::No),
            }
        })?;
        self.attempt(|p| {
            p.args()?;
            p.expect(Tok::Comma)?;
            let a = p.expression()?;
            let last = p.for_if_clauses()?;
            p.raise_between::<()>(start(a.span), last, unparenthesized)
        })?;
        let a = self.args()?;
        self.expect(Tok::Comma)?;
        self.args()?;
        self.raise_last(if a.unpacks_keywords {
            "positional argument follows keyword argument unpacking"
        } else {
            "positional argument follows keyword argument"
        })
    }

    // Strings

    pub(super) fn strings(&mut self) -> Rule<E<'a>> {
        self.memo_expr(Memo::Strings, |p| {
            let from = p.peek()?.start;
            let (mut bytes, mut text, mut formatted) = (false, false, false);
            p.some(|p| {
                let t = p.peek()?;
                match t.tok {
                    Tok::String(token) => {
                        p.pos += 1;
                        match p.check_string(&t, token)?.value {
                            Constant::Bytes(_) => bytes = true,
                            _ => text = true,
                        }
                    }
                    Tok::FStringStart(_) => {
                        p.fstring()?;
                        formatted = true;
                    }
                    _ => return Err(Fail::No),
                }
                Ok(())
            })?;
            if bytes && (text || formatted) {
                return p.raise_last("cannot mix bytes and nonbytes literals");
            }
            let kind = if formatted {
                ExprKind::JoinedStr { values: &[] }
            } else {
                ExprKind::Constant {
                    value: Constant::Str(b""),
                    kind: None,
                }
            };
            Ok(p.node_from(from, kind))
        })
    }

    fn fstring(&mut self) -> Rule<()> {
        self.pos += 1;
        let mut pieces = Vec::new();
        self.many(|p| {
            let t = p.peek()?;
            match t.tok {
                Tok::FStringMiddle(text) => {
                    p.pos += 1;
                    pieces.push(text);
                    Ok(())
                }
                Tok::FStringRawMiddle(_) => {
                    p.pos += 1;
                    Ok(())
                }
                Tok::LBrace => p.replacement_field(),
                _ => Err(Fail::No),
            }
        })?;
        self.expect(Tok::FStringEnd)?;
        for text in pieces {
            if let Err(msg) = literal::text(self.arena, text, false, &mut |_| {}) {
                return self.raise_last(msg);
            }
        }
        Ok(())
    }

    fn replacement_field(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.expect(Tok::LBrace)?;
            p.annotated_rhs()?;
            p.attempt(Self::expect_equal)?;
            p.attempt(Self::conversion)?;
            p.attempt(Self::format_spec)?;
            p.expect(Tok::RBrace)?;
            Ok(())
        });
        if self.invalid {
            self.invalid_replacement_field()
        } else {
            Err(Fail::No)
        }
    }

    fn conversion(&mut self) -> Rule<()> {
        let mark = self.expect(Tok::Exclamation)?;
        let t = self.peek()?;
        let Tok::Name(name) = t.tok else {
            return Err(Fail::No);
        };
        self.pos += 1;
        if mark.end != t.start {
            let msg = "f-string: conversion type must come right after the exclamanation mark";
            return self.raise_between(mark.start, t.end, msg);
        }
        if !matches!(name, "s" | "r" | "a") {
            let msg = format!(
                "f-string: invalid conversion character '{name}': expected 's', 'r', or 'a'"
            );
            return self.raise_token(&t, msg);
        }
        Ok(())
    }

    fn format_spec(&mut self) -> Rule<()> {
        self.expect(Tok::Colon)?;
        self.format_spec_parts()
    }

    fn format_spec_parts(&mut self) -> Rule<()> {
        self.many(|p| {
            let t = p.peek()?;
            match t.tok {
                Tok::FStringMiddle(_) | Tok::FStringRawMiddle(_) => {
                    p.pos += 1;
                    Ok(())
                }
                Tok::LBrace => p.replacement_field(),
                _ => Err(Fail::No),
            }
        })?;
        Ok(())
    }

    fn invalid_replacement_field(&mut self) -> Rule<()> {
        self.expect(Tok::LBrace)?;
        let t = self.peek()?;
        let wanted = match t.tok {
            Tok::Equal | Tok::FStringDebug(_) => Some('='),
            Tok::Exclamation => Some('!'),
            Tok::Colon => Some(':'),
            Tok::RBrace => Some('}'),
            _ => None,
        };
        if let Some(c) = wanted {
            return self.raise_token(
                &t,
                format!("f-string: valid expression required before '{c}'"),
            );
        }
        if !self.ahead(Self::annotated_rhs)? {
            return self.raise_next("f-string: expecting a valid expression after '{'");
        }
        self.annotated_rhs()?;
        let debug = self.attempt(Self::expect_equal)?.is_some();
        let next = self.peek()?.tok;
        if !matches!(next, Tok::Exclamation | Tok::Colon | Tok::RBrace) {
            return self.raise_next(if debug {
                "f-string: expecting '!', or ':', or '}'"
            } else {
                "f-string: expecting '=', or '!', or ':', or '}'"
            });
        }
        if next == Tok::Exclamation {
            self.pos += 1;
            let next = self.peek()?.tok;
            if matches!(next, Tok::Colon | Tok::RBrace) {
                return self.raise_next("f-string: missing conversion character");
            }
            if !matches!(next, Tok::Name(_)) {
                return self.raise_next("f-string: invalid conversion character");
            }
            self.pos += 1;
        }
        if !self.at_any(&[Tok::Colon, Tok::RBrace])? {
            return self.raise_next("f-string: expecting ':' or '}'");
        }
        if self.attempt(|p| p.expect(Tok::Colon))?.is_some() {
            self.format_spec_parts()?;
            if !self.at_any(&[Tok::RBrace])? {
                return self.raise_next("f-string: expecting '}', or format specs");
            }
        }
        if !self.at_any(&[Tok::RBrace])? {
            return self.raise_next("f-string: expecting '}'");
        }
        Err(Fail::No)
    }

    // Parameters

    /// `params` and `lambda_params`.
    pub(super) fn params(&mut self, kind: Params) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| p.invalid_parameters(kind))?;
        }
        self.parameters(kind)
    }

    fn parameters(&mut self, kind: Params) -> Rule<()> {
        let from = self.pos;
        if self.attempt(|p| p.slash_no_default(kind))?.is_some() {
            self.many(|p| p.param_no_default(kind))?;
            self.many(|p| p.param_with_default(kind))?;
            self.attempt(|p| p.star_etc(kind))?;
        } else if self.attempt(|p| p.slash_with_default(kind))?.is_some() {
            self.many(|p| p.param_with_default(kind))?;
            self.attempt(|p| p.star_etc(kind))?;
        } else {
            self.many(|p| p.param_no_default(kind))?;
            self.many(|p| p.param_with_default(kind))?;
            self.attempt(|p| p.star_etc(kind))?;
        }
        if self.pos == from {
            Err(Fail::No)
        } else {
            Ok(())
        }
    }

    /// Behind a parameter: a comma, or the end of the list ahead.
    fn after_param(&mut self, kind: Params) -> Rule<()> {
        if self.attempt(|p| p.expect(Tok::Comma))?.is_some() {
            self.attempt(Self::type_comment)?;
            return Ok(());
        }
        self.attempt(Self::type_comment)?;
        if self.at_any(&[kind.closer()])? {
            Ok(())
        } else {
            Err(Fail::No)
        }
    }

    pub(super) fn type_comment(&mut self) -> Rule<()> {
        let t = self.peek()?;
        if !matches!(t.tok, Tok::TypeComment(_)) {
            return Err(Fail::No);
        }
        self.pos += 1;
        Ok(())
    }

    fn param(&mut self, kind: Params) -> Rule<E<'a>> {
        let name = self.name()?;
        if kind == Params::Def {
            self.attempt(|p| {
                p.expect(Tok::Colon)?;
                p.expression()
            })?;
        }
        Ok(self.node_from(start(name.span), name.kind))
    }

    fn default(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.expect(Tok::Equal)?;
            p.expression()?;
            Ok(())
        });
        if !self.invalid {
            return Err(Fail::No);
        }
        let a = self.expect(Tok::Equal)?;
        if self.at_any(&[Tok::RPar, Tok::Comma])? {
            return self.raise_token(&a, "expected default value expression");
        }
        Err(Fail::No)
    }

    fn param_no_default(&mut self, kind: Params) -> Rule<E<'a>> {
        let a = self.param(kind)?;
        self.after_param(kind)?;
        Ok(a)
    }

    fn param_with_default(&mut self, kind: Params) -> Rule<()> {
        self.param(kind)?;
        self.default()?;
        self.after_param(kind)
    }

    fn param_maybe_default(&mut self, kind: Params) -> Rule<()> {
        self.param(kind)?;
        self.attempt(Self::default)?;
        self.after_param(kind)
    }

    fn slash(&mut self, kind: Params) -> Rule<()> {
        self.expect(Tok::Slash)?;
        if self.attempt(|p| p.expect(Tok::Comma))?.is_none() && !self.at_any(&[kind.closer()])? {
            return Err(Fail::No);
        }
        Ok(())
    }

    fn slash_no_default(&mut self, kind: Params) -> Rule<()> {
        self.some(|p| p.param_no_default(kind))?;
        self.slash(kind)
    }

    fn slash_with_default(&mut self, kind: Params) -> Rule<()> {
        self.many(|p| p.param_no_default(kind))?;
        self.some(|p| p.param_with_default(kind))?;
        self.slash(kind)
    }

    fn star_etc(&mut self, kind: Params) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| p.invalid_star_etc(kind))?;
        }
        alt!(self, |p| {
            p.expect(Tok::Star)?;
            p.star_param(kind)?;
            p.many(|p| p.param_maybe_default(kind))?;
            p.attempt(|p| p.kwds(kind))?;
            Ok(())
        });
        alt!(self, |p| {
            p.expect(Tok::Star)?;
            p.expect(Tok::Comma)?;
            p.some(|p| p.param_maybe_default(kind))?;
            p.attempt(|p| p.kwds(kind))?;
            Ok(())
        });
        self.kwds(kind)
    }

    /// The parameter behind `*`, whose annotation may be starred.
    fn star_param(&mut self, kind: Params) -> Rule<()> {
        alt!(self, |p| p.param_no_default(kind).map(|_| ()));
        if kind == Params::Lambda {
            return Err(Fail::No);
        }
        self.name()?;
        self.expect(Tok::Colon)?;
        self.star_expression()?;
        self.after_param(kind)
    }

    fn kwds(&mut self, kind: Params) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| p.invalid_kwds(kind))?;
        }
        self.expect(Tok::DoubleStar)?;
        self.param_no_default(kind).map(|_| ())
    }

    fn invalid_kwds(&mut self, kind: Params) -> Rule<()> {
        self.expect(Tok::DoubleStar)?;
        self.param(kind)?;
        if let Some(a) = self.attempt(|p| p.expect(Tok::Equal))? {
            return self.raise_token(&a, "var-keyword argument cannot have default value");
        }
        self.expect(Tok::Comma)?;
        let msg = "arguments cannot follow var-keyword argument";
        if let Some(a) = self.attempt(|p| p.param(kind))? {
            return self.raise_expr(a, msg);
        }
        let a = self.expect_any(&[Tok::Star, Tok::DoubleStar, Tok::Slash])?;
        self.raise_token(&a, msg)
    }

    fn invalid_star_etc(&mut self, kind: Params) -> Rule<()> {
        let bare = "named arguments must follow bare *";
        self.attempt(|p| {
            let a = p.expect(Tok::Star)?;
            if p.attempt(|p| p.expect(kind.closer()))?.is_none() {
                p.expect(Tok::Comma)?;
                p.expect_any(&[kind.closer(), Tok::DoubleStar])?;
            }
            match kind {
                Params::Def => p.raise_token::<()>(&a, bare),
                Params::Lambda => p.raise_last(bare),
            }
        })?;
        if kind == Params::Def {
            self.attempt(|p| {
                p.expect(Tok::Star)?;
                p.expect(Tok::Comma)?;
                p.type_comment()?;
                p.raise_last::<()>("bare * has associated type comment")
            })?;
        }
        self.attempt(|p| {
            p.expect(Tok::Star)?;
            p.param(kind)?;
            let a = p.expect(Tok::Equal)?;
            p.raise_token::<()>(&a, "var-positional argument cannot have default value")
        })?;
        self.expect(Tok::Star)?;
        self.star_or_comma(kind)?;
        self.many(|p| p.param_maybe_default(kind))?;
        let a = self.expect(Tok::Star)?;
        self.star_or_comma(kind)?;
        self.raise_token(&a, "* argument may appear only once")
    }

    /// `(param_no_default | ',')`.
    fn star_or_comma(&mut self, kind: Params) -> Rule<()> {
        alt!(self, |p| p.param_no_default(kind).map(|_| ()));
        self.expect(Tok::Comma).map(|_| ())
    }

    /// `(slash_no_default | slash_with_default)`.
    fn any_slash(&mut self, kind: Params) -> Rule<()> {
        alt!(self, |p| p.slash_no_default(kind));
        self.slash_with_default(kind)
    }

    fn invalid_parameters(&mut self, kind: Params) -> Rule<()> {
        self.attempt(|p| {
            let a = p.expect(Tok::Slash)?;
            p.expect(Tok::Comma)?;
            p.raise_token::<()>(&a, "at least one argument must precede /")
        })?;
        self.attempt(|p| {
            p.any_slash(kind)?;
            p.many(|p| p.param_maybe_default(kind))?;
            let a = p.expect(Tok::Slash)?;
            p.raise_token::<()>(&a, "/ may appear only once")
        })?;
        self.attempt(|p| {
            p.attempt(|p| p.slash_no_default(kind))?;
            p.many(|p| p.param_no_default(kind))?;
            if p.attempt(|p| p.slash_with_default(kind))?.is_none() {
                p.some(|p| p.param_with_default(kind))?;
            }
            let a = p.param_no_default(kind)?;
            p.raise_expr::<()>(
                a,
                "parameter without a default follows parameter with a default",
            )
        })?;
        self.attempt(|p| {
            p.many(|p| p.param_no_default(kind))?;
            let a = p.expect(Tok::LPar)?;
            let msg = match kind {
                Params::Def => {
                    p.some(|p| p.param_no_default(kind))?;
                    "Function parameters cannot be parenthesized"
                }
                Params::Lambda => {
                    p.gather(|p| p.param(kind))?;
                    "Lambda expression parameters cannot be parenthesized"
                }
            };
            p.attempt(|p| p.expect(Tok::Comma))?;
            let b = p.expect(Tok::RPar)?;
            p.raise_between::<()>(a.start, b.end, msg)
        })?;
        self.attempt(|p| {
            p.attempt(|p| p.any_slash(kind))?;
            p.many(|p| p.param_maybe_default(kind))?;
            p.expect(Tok::Star)?;
            if p.attempt(|p| p.expect(Tok::Comma))?.is_none() {
                p.param_no_default(kind)?;
            }
            p.many(|p| p.param_maybe_default(kind))?;
            let a = p.expect(Tok::Slash)?;
            p.raise_token::<()>(&a, "/ must be ahead of *")
        })?;
        self.some(|p| p.param_maybe_default(kind))?;
        self.expect(Tok::Slash)?;
        let a = self.expect(Tok::Star)?;
        self.raise_token(&a, "expected comma between / and *")
    }
}

/// What a list of keyword arguments comes to.
fn collect(items: Vec<KeywordArg<'_>>) -> Args<'_> {
    let mut found = Args::default();
    for item in items {
        match item {
            KeywordArg::Keyword => {}
            KeywordArg::Unpacking => found.unpacks_keywords = true,
            KeywordArg::Starred(e) => found.positional.push(e),
        }
    }
    found
}
