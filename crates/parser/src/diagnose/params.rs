//! The parameters of functions and lambdas, with their rules for errors.
//!
//! CPython's counterpart is `params` and `lambda_params` of `Grammar/python.gram`, which are one set of rules here.

use super::{Diagnosis, E, Fail, Rule, alt, start};
use crate::token::Tok;

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

impl<'a> Diagnosis<'a> {
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
        if self.pos == from { Err(Fail::No) } else { Ok(()) }
    }

    /// Behind a parameter: a comma, or the end of the list ahead.
    fn after_param(&mut self, kind: Params) -> Rule<()> {
        if self.attempt(|p| p.expect(Tok::Comma))?.is_some() {
            self.attempt(Self::type_comment)?;
            return Ok(());
        }
        self.attempt(Self::type_comment)?;
        if self.at_any(&[kind.closer()])? { Ok(()) } else { Err(Fail::No) }
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
            p.raise_expr::<()>(a, "parameter without a default follows parameter with a default")
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
