//! The patterns of `match`, with their rules for errors.
//!
//! CPython's counterpart is the part of `Grammar/python.gram` from `match_stmt` to `keyword_pattern`.

use minipy_ast::{Constant, ExprKind};

use super::{Diagnosis, E, Fail, Memo, Rule, alt};
use crate::literal;
use crate::token::{Loc, Tok};

const NAME_GOES_ON: &[Tok<'static>] = &[Tok::Dot, Tok::LPar, Tok::Equal];

impl<'a> Diagnosis<'a> {
    pub(super) fn match_stmt(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.soft("match")?;
            p.subject_expr()?;
            p.expect(Tok::Colon)?;
            p.expect(Tok::Newline)?;
            p.expect(Tok::Indent)?;
            p.some(Self::case_block)?;
            p.expect(Tok::Dedent)?;
            Ok(())
        });
        if !self.invalid {
            return Err(Fail::No);
        }
        self.attempt(|p| {
            p.soft("match")?;
            p.subject_expr()?;
            p.need_colon::<()>()
        })?;
        let a = self.soft("match")?;
        self.subject_expr()?;
        self.expect(Tok::Colon)?;
        self.need_indent("'match' statement", a.start.line)
    }

    fn subject_expr(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.star_named_expression()?;
            p.expect(Tok::Comma)?;
            p.attempt(Self::star_named_expressions)?;
            Ok(())
        });
        self.named_expression().map(|_| ())
    }

    fn case_block(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                p.case_head()?;
                p.need_colon::<()>()
            })?;
            self.attempt(|p| {
                let line = p.peek()?.start.line;
                p.case_head()?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("'case' statement", line)
            })?;
        }
        self.case_head()?;
        self.expect(Tok::Colon)?;
        self.block()
    }

    fn case_head(&mut self) -> Rule<()> {
        self.soft("case")?;
        self.patterns()?;
        self.attempt(|p| {
            p.expect(Tok::If)?;
            p.named_expression()
        })?;
        Ok(())
    }

    fn patterns(&mut self) -> Rule<()> {
        alt!(self, |p| p.open_sequence_pattern());
        self.pattern().map(|_| ())
    }

    fn open_sequence_pattern(&mut self) -> Rule<()> {
        self.maybe_star_pattern()?;
        self.expect(Tok::Comma)?;
        self.attempt(Self::maybe_sequence_pattern)?;
        Ok(())
    }

    fn maybe_sequence_pattern(&mut self) -> Rule<()> {
        self.gather(Self::maybe_star_pattern)?;
        self.attempt(|p| p.expect(Tok::Comma))?;
        Ok(())
    }

    fn maybe_star_pattern(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.expect(Tok::Star)?;
            p.name()?;
            p.not(|p| p.expect_any(NAME_GOES_ON))
        });
        self.pattern().map(|_| ())
    }

    /// A pattern; the result tells its ends.
    fn pattern(&mut self) -> Rule<(Loc, Loc)> {
        let from = self.peek()?.start;
        alt!(self, |p| {
            p.or_pattern()?;
            p.expect(Tok::As)?;
            p.capture_target()?;
            Ok((from, p.previous().map_or(from, |t| t.end)))
        });
        if self.invalid {
            self.attempt(|p| {
                p.or_pattern()?;
                p.expect(Tok::As)?;
                if let Some(t) = p.attempt(|p| p.soft("_"))? {
                    return p.raise_token::<()>(&t, "cannot use '_' as a target");
                }
                p.not(Self::name)?;
                let a = p.expression()?;
                p.raise_expr::<()>(a, "invalid pattern target")
            })?;
        }
        self.or_pattern()?;
        Ok((from, self.previous().map_or(from, |t| t.end)))
    }

    fn or_pattern(&mut self) -> Rule<()> {
        self.closed_pattern()?;
        self.many(|p| {
            p.expect(Tok::VBar)?;
            p.closed_pattern()
        })?;
        Ok(())
    }

    fn capture_target(&mut self) -> Rule<()> {
        self.not(|p| p.soft("_"))?;
        self.name()?;
        self.not(|p| p.expect_any(NAME_GOES_ON))
    }

    fn closed_pattern(&mut self) -> Rule<()> {
        self.memo(Memo::ClosedPattern, |p| p.closed_pattern_raw().map(|()| None)).map(|_| ())
    }

    fn closed_pattern_raw(&mut self) -> Rule<()> {
        alt!(self, |p| p.literal_pattern());
        alt!(self, |p| p.capture_target());
        alt!(self, |p| p.soft("_").map(|_| ()));
        alt!(self, |p| {
            p.attr()?;
            p.not(|p| p.expect_any(NAME_GOES_ON))
        });
        let t = self.peek()?;
        match t.tok {
            Tok::LPar => {
                alt!(self, |p| {
                    p.expect(Tok::LPar)?;
                    p.pattern()?;
                    p.expect(Tok::RPar).map(|_| ())
                });
                self.expect(Tok::LPar)?;
                self.attempt(Self::open_sequence_pattern)?;
                self.expect(Tok::RPar).map(|_| ())
            }
            Tok::LSqb => {
                self.expect(Tok::LSqb)?;
                self.attempt(Self::maybe_sequence_pattern)?;
                self.expect(Tok::RSqb).map(|_| ())
            }
            Tok::LBrace => self.mapping_pattern(),
            _ => self.class_pattern(),
        }
    }

    fn literal_pattern(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.signed_number()?;
            p.not(|p| p.expect_any(&[Tok::Plus, Tok::Minus]))
        });
        alt!(self, |p| p.complex_number());
        alt!(self, |p| p.strings().map(|_| ()));
        self.expect_any(&[Tok::None, Tok::True, Tok::False]).map(|_| ())
    }

    fn number_text(&mut self) -> Rule<(E<'a>, &'a str)> {
        let t = self.peek()?;
        let Tok::Number(text) = t.tok else {
            return Err(Fail::No);
        };
        self.pos += 1;
        let value = literal::number(self.arena, text).unwrap_or(Constant::None);
        Ok((self.node(&t, &t, ExprKind::Constant { value, kind: None }), text))
    }

    fn signed_number(&mut self) -> Rule<(E<'a>, &'a str)> {
        self.attempt(|p| p.expect(Tok::Minus))?;
        self.number_text()
    }

    fn complex_number(&mut self) -> Rule<()> {
        let (real, text) = self.signed_number()?;
        if literal::is_imaginary(text) {
            return self.raise_expr(real, "real number required in complex literal");
        }
        self.expect_any(&[Tok::Plus, Tok::Minus])?;
        let (imaginary, text) = self.number_text()?;
        if !literal::is_imaginary(text) {
            return self.raise_expr(imaginary, "imaginary number required in complex literal");
        }
        Ok(())
    }

    /// `name.name...`, at least one dot.
    fn attr(&mut self) -> Rule<()> {
        self.name()?;
        self.some(|p| {
            p.expect(Tok::Dot)?;
            p.name()
        })?;
        Ok(())
    }

    fn mapping_pattern(&mut self) -> Rule<()> {
        self.expect(Tok::LBrace)?;
        self.attempt(|p| {
            p.gather(Self::key_value_pattern)?;
            Ok(())
        })?;
        let pairs = self.previous().is_some_and(|t| t.tok != Tok::LBrace);
        self.attempt(|p| {
            if pairs {
                p.expect(Tok::Comma)?;
            }
            p.expect(Tok::DoubleStar)?;
            p.capture_target()
        })?;
        if self.previous().is_some_and(|t| t.tok != Tok::LBrace) {
            self.attempt(|p| p.expect(Tok::Comma))?;
        }
        self.expect(Tok::RBrace).map(|_| ())
    }

    fn key_value_pattern(&mut self) -> Rule<()> {
        if self.attempt(Self::literal_pattern)?.is_none() {
            self.attr()?;
        }
        self.expect(Tok::Colon)?;
        self.pattern().map(|_| ())
    }

    fn class_pattern(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.class_pattern_head()?;
            if p.attempt(|p| p.expect(Tok::RPar))?.is_some() {
                return Ok(());
            }
            let positional = p.attempt(|p| {
                p.gather(Self::pattern)?;
                Ok(())
            })?;
            p.attempt(|p| {
                if positional.is_some() {
                    p.expect(Tok::Comma)?;
                }
                p.keyword_patterns()
            })?;
            p.attempt(|p| p.expect(Tok::Comma))?;
            p.expect(Tok::RPar).map(|_| ())
        });
        if !self.invalid {
            return Err(Fail::No);
        }
        self.class_pattern_head()?;
        self.attempt(|p| {
            p.gather(Self::pattern)?;
            p.expect(Tok::Comma)
        })?;
        self.keyword_patterns()?;
        self.expect(Tok::Comma)?;
        let late = self.gather(Self::pattern)?;
        match (late.first(), late.last()) {
            (Some(a), Some(b)) => self.raise_between(a.0, b.1, "positional patterns follow keyword patterns"),
            _ => Err(Fail::No),
        }
    }

    fn class_pattern_head(&mut self) -> Rule<()> {
        if self.attempt(Self::attr)?.is_none() {
            self.name()?;
        }
        self.expect(Tok::LPar).map(|_| ())
    }

    fn keyword_patterns(&mut self) -> Rule<()> {
        self.gather(|p| {
            p.name()?;
            p.expect(Tok::Equal)?;
            p.pattern()
        })?;
        Ok(())
    }
}
