//! The arguments of calls and classes, with their rules for errors.
//!
//! CPython's counterpart is the part of `Grammar/python.gram` from `arguments` to `kwarg_or_double_starred`.

use minipy_ast::{ExprContext, ExprKind};

use super::{Diagnosis, E, Fail, Memo, Rule, alt, end, start};
use crate::token::Tok;

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

impl<'a> Diagnosis<'a> {
    pub(super) fn arguments(&mut self) -> Rule<()> {
        self.memo(Memo::Arguments, |p| {
            alt!(p, |p| {
                p.args()?;
                p.attempt(|p| p.expect(Tok::Comma))?;
                if p.at_any(&[Tok::RPar])? { Ok(None) } else { Err(Fail::No) }
            });
            if p.invalid { p.invalid_arguments().map(|()| None) } else { Err(Fail::No) }
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
            let mut found = Args { positional: p.gather(Self::positional_arg)?, unpacks_keywords: false };
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
                p.raise_between::<()>(a.start, end(b.span), "cannot assign to iterable argument unpacking")
            })?;
        }
        alt!(self, |p| {
            let star = p.expect(Tok::Star)?;
            let value = p.expression()?;
            Ok(p.node_from(star.start, ExprKind::Starred { value, ctx: ExprContext::Load }))
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
            p.raise_between::<()>(a.start, b.end, format!("cannot assign to {}", a.tok.fixed_text().unwrap_or("")))
        })?;
        self.attempt(|p| {
            let a = p.name()?;
            let b = p.expect_equal()?;
            p.expression()?;
            p.for_if_clauses()?;
            p.raise_between::<()>(start(a.span), b.end, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
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
        self.raise_between(a.start, end(b.span), "cannot assign to keyword argument unpacking")
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
            p.raise_from::<()>(a.start, "iterable argument unpacking follows keyword argument unpacking")
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
            p.raise_between::<()>(start(a.span), b.end, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
        })?;
        self.attempt(|p| {
            p.attempt(|p| {
                p.args()?;
                p.expect(Tok::Comma)
            })?;
            let a = p.name()?;
            let b = p.expect_equal()?;
            if p.at_any(&[Tok::Comma, Tok::RPar])? {
                return p.raise_between::<()>(start(a.span), b.end, "expected argument value expression");
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
