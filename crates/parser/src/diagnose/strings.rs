//! Strings and f-strings, with their rules for errors.
//!
//! CPython's counterpart is the part of `Grammar/python.gram` from `fstring_middle` to `strings`.

use minipy_ast::{Constant, ExprKind};

use super::{Diagnosis, E, Fail, Memo, Rule, alt};
use crate::literal;
use crate::token::Tok;

impl<'a> Diagnosis<'a> {
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
            let kind =
                if formatted { ExprKind::JoinedStr { values: &[] } } else { ExprKind::Constant { value: Constant::Str(b""), kind: None } };
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
        if self.invalid { self.invalid_replacement_field() } else { Err(Fail::No) }
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
            let msg = format!("f-string: invalid conversion character '{name}': expected 's', 'r', or 'a'");
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
            return self.raise_token(&t, format!("f-string: valid expression required before '{c}'"));
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
}
