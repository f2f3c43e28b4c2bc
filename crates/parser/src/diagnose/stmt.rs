//! Statements, with their rules for errors.
//!
//! CPython's counterpart is the first half of `Grammar/python.gram`; rules have its names.

use minipy_ast::ExprKind;

use super::params::Params;
use super::target::expr_name;
use super::{Diagnosis, E, Fail, Memo, Rule, Targets, alt, start};
use crate::error::ErrorKind;
use crate::token::Tok;

const AUGMENTED: &[Tok<'static>] = &[
    Tok::PlusEqual,
    Tok::MinEqual,
    Tok::StarEqual,
    Tok::AtEqual,
    Tok::SlashEqual,
    Tok::PercentEqual,
    Tok::AmperEqual,
    Tok::VBarEqual,
    Tok::CircumflexEqual,
    Tok::LeftShiftEqual,
    Tok::RightShiftEqual,
    Tok::DoubleStarEqual,
    Tok::DoubleSlashEqual,
];

impl<'a> Diagnosis<'a> {
    // Starting rules

    pub(super) fn file(&mut self) -> Rule<()> {
        self.attempt(Self::statements)?;
        self.expect(Tok::EndMarker).map(|_| ())
    }

    pub(super) fn interactive(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.compound_stmt()?;
            p.expect(Tok::Newline).map(|_| ())
        });
        alt!(self, |p| p.simple_stmts());
        self.expect(Tok::Newline).map(|_| ())
    }

    pub(super) fn eval(&mut self) -> Rule<()> {
        self.expressions()?;
        self.many(|p| p.expect(Tok::Newline))?;
        self.expect(Tok::EndMarker).map(|_| ())
    }

    pub(super) fn func_type(&mut self) -> Rule<()> {
        self.expect(Tok::LPar)?;
        self.attempt(|p| {
            p.gather(|p| {
                p.attempt(|p| p.expect_any(&[Tok::Star, Tok::DoubleStar]))?;
                p.expression()
            })
        })?;
        self.expect(Tok::RPar)?;
        self.expect(Tok::RArrow)?;
        self.expression()?;
        self.many(|p| p.expect(Tok::Newline))?;
        self.expect(Tok::EndMarker).map(|_| ())
    }

    fn statements(&mut self) -> Rule<()> {
        // Statements that were read are not read again: what is remembered of them is forgotten, so long files stay cheap.
        self.some(|p| {
            p.statement()?;
            let here = p.pos;
            p.memo.retain(|(_, at), _| *at >= here);
            Ok(())
        })?;
        Ok(())
    }

    fn statement(&mut self) -> Rule<()> {
        alt!(self, |p| p.compound_stmt());
        self.simple_stmts()
    }

    fn simple_stmts(&mut self) -> Rule<()> {
        self.simple_stmt()?;
        self.many(|p| {
            p.expect(Tok::Semi)?;
            p.simple_stmt()
        })?;
        self.attempt(|p| p.expect(Tok::Semi))?;
        self.expect(Tok::Newline).map(|_| ())
    }

    fn simple_stmt(&mut self) -> Rule<()> {
        self.memo(Memo::SimpleStmt, |p| p.simple_stmt_raw().map(|()| None)).map(|_| ())
    }

    fn simple_stmt_raw(&mut self) -> Rule<()> {
        alt!(self, |p| p.assignment());
        alt!(self, |p| p.type_alias());
        alt!(self, |p| p.star_expressions().map(|_| ()));
        let t = self.peek()?;
        match t.tok {
            Tok::Return => {
                self.pos += 1;
                self.attempt(Self::star_expressions)?;
                Ok(())
            }
            Tok::Import => self.import_name(),
            Tok::From => self.import_from(),
            Tok::Raise => {
                self.pos += 1;
                self.attempt(|p| {
                    p.expression()?;
                    p.attempt(|p| {
                        p.expect(Tok::From)?;
                        p.expression()
                    })
                })?;
                Ok(())
            }
            Tok::Pass | Tok::Break | Tok::Continue => {
                self.pos += 1;
                Ok(())
            }
            Tok::Del => self.del_stmt(),
            Tok::Yield => self.yield_expr().map(|_| ()),
            Tok::Assert => {
                self.pos += 1;
                self.expression()?;
                self.attempt(|p| {
                    p.expect(Tok::Comma)?;
                    p.expression()
                })?;
                Ok(())
            }
            Tok::Global | Tok::Nonlocal => {
                self.pos += 1;
                self.gather(Self::name)?;
                Ok(())
            }
            _ => Err(Fail::No),
        }
    }

    // Assignment

    fn assignment(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.name()?;
            p.expect(Tok::Colon)?;
            p.annotation_and_value()
        });
        alt!(self, |p| {
            if p.attempt(|p| {
                p.expect(Tok::LPar)?;
                p.single_target()?;
                p.expect(Tok::RPar)
            })?
            .is_none()
            {
                p.single_subscript_attribute_target()?;
            }
            p.expect(Tok::Colon)?;
            p.annotation_and_value()
        });
        alt!(self, |p| {
            p.some(Self::star_targets_equal)?;
            p.annotated_rhs()?;
            p.not(|p| p.expect(Tok::Equal))?;
            p.attempt(Self::type_comment)?;
            Ok(())
        });
        let augmented = self.attempt(|p| {
            p.single_target()?;
            p.expect_any(AUGMENTED)
        })?;
        if augmented.is_some() {
            // Behind the operator there is no way back.
            return self.annotated_rhs().map(|_| ());
        }
        if self.invalid { self.invalid_assignment() } else { Err(Fail::No) }
    }

    fn annotation_and_value(&mut self) -> Rule<()> {
        self.expression()?;
        self.attempt(|p| {
            p.expect(Tok::Equal)?;
            p.annotated_rhs()
        })?;
        Ok(())
    }

    fn star_targets_equal(&mut self) -> Rule<E<'a>> {
        let e = self.star_targets()?;
        self.expect(Tok::Equal)?;
        Ok(e)
    }

    fn invalid_assignment(&mut self) -> Rule<()> {
        self.attempt(|p| {
            let a = p.invalid_ann_assign_target()?;
            p.expect(Tok::Colon)?;
            p.expression()?;
            p.raise_expr::<()>(a, format!("only single target (not {}) can be annotated", expr_name(a)))
        })?;
        self.attempt(|p| {
            let a = p.star_named_expression()?;
            p.expect(Tok::Comma)?;
            p.many(Self::star_named_expressions)?;
            p.expect(Tok::Colon)?;
            p.expression()?;
            p.raise_expr::<()>(a, "only single target (not tuple) can be annotated")
        })?;
        self.attempt(|p| {
            let a = p.expression()?;
            p.expect(Tok::Colon)?;
            p.expression()?;
            p.raise_expr::<()>(a, "illegal target for annotation")
        })?;
        self.attempt(|p| {
            p.many(Self::star_targets_equal)?;
            let a = p.star_expressions()?;
            p.expect(Tok::Equal)?;
            p.raise_invalid_target::<()>(Targets::Star, a)
        })?;
        self.attempt(|p| {
            p.many(Self::star_targets_equal)?;
            let a = p.yield_expr()?;
            p.expect(Tok::Equal)?;
            p.raise_expr::<()>(a, "assignment to yield expression not possible")
        })?;
        let a = self.star_expressions()?;
        self.expect_any(AUGMENTED)?;
        self.annotated_rhs()?;
        self.raise_expr(a, format!("'{}' is an illegal expression for augmented assignment", expr_name(a)))
    }

    fn invalid_ann_assign_target(&mut self) -> Rule<E<'a>> {
        alt!(self, |p| p.list());
        alt!(self, |p| p.tuple());
        self.expect(Tok::LPar)?;
        let a = self.invalid_ann_assign_target()?;
        self.expect(Tok::RPar)?;
        Ok(a)
    }

    // Other simple statements

    fn type_alias(&mut self) -> Rule<()> {
        self.soft("type")?;
        self.name()?;
        self.attempt(Self::type_params)?;
        self.expect(Tok::Equal)?;
        self.expression().map(|_| ())
    }

    fn del_stmt(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.expect(Tok::Del)?;
            p.del_targets()?;
            if p.at_any(&[Tok::Semi, Tok::Newline])? { Ok(()) } else { Err(Fail::No) }
        });
        if !self.invalid {
            return Err(Fail::No);
        }
        self.expect(Tok::Del)?;
        let a = self.star_expressions()?;
        self.raise_invalid_target(Targets::Del, a)
    }

    fn dotted_name(&mut self) -> Rule<()> {
        self.name()?;
        self.many(|p| {
            p.expect(Tok::Dot)?;
            p.name()
        })?;
        Ok(())
    }

    fn import_name(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                let a = p.expect(Tok::Import)?;
                p.gather(Self::dotted_name)?;
                p.expect(Tok::From)?;
                p.dotted_name()?;
                p.raise_from::<()>(a.start, "Did you mean to use 'from ... import ...' instead?")
            })?;
            self.attempt(|p| {
                p.expect(Tok::Import)?;
                let t = p.expect(Tok::Newline)?;
                p.raise_from::<()>(t.start, "Expected one or more names after 'import'")
            })?;
        }
        self.expect(Tok::Import)?;
        self.gather(|p| {
            p.dotted_name()?;
            p.attempt(|p| {
                p.expect(Tok::As)?;
                p.name()
            })?;
            Ok(())
        })?;
        Ok(())
    }

    fn import_from(&mut self) -> Rule<()> {
        self.expect(Tok::From)?;
        let dots = self.many(|p| p.expect_any(&[Tok::Dot, Tok::Ellipsis]))?;
        if self.attempt(Self::dotted_name)?.is_none() && dots.is_empty() {
            return Err(Fail::No);
        }
        self.expect(Tok::Import)?;
        self.import_from_targets()
    }

    fn import_from_as_names(&mut self) -> Rule<()> {
        self.gather(|p| {
            p.name()?;
            p.attempt(|p| {
                p.expect(Tok::As)?;
                p.name()
            })?;
            Ok(())
        })?;
        Ok(())
    }

    fn import_from_targets(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.expect(Tok::LPar)?;
            p.import_from_as_names()?;
            p.attempt(|p| p.expect(Tok::Comma))?;
            p.expect(Tok::RPar).map(|_| ())
        });
        alt!(self, |p| {
            p.import_from_as_names()?;
            p.not(|p| p.expect(Tok::Comma))
        });
        alt!(self, |p| p.expect(Tok::Star).map(|_| ()));
        if !self.invalid {
            return Err(Fail::No);
        }
        self.attempt(|p| {
            p.import_from_as_names()?;
            p.expect(Tok::Comma)?;
            p.expect(Tok::Newline)?;
            p.raise_last::<()>("trailing comma not allowed without surrounding parentheses")
        })?;
        let t = self.expect(Tok::Newline)?;
        self.raise_from(t.start, "Expected one or more names after 'import'")
    }

    // Compound statements

    fn compound_stmt(&mut self) -> Rule<()> {
        let t = self.peek()?;
        match t.tok {
            Tok::Def | Tok::Class | Tok::At => self.definition(),
            Tok::Async => {
                alt!(self, |p| p.definition());
                alt!(self, |p| p.with_stmt());
                self.for_stmt()
            }
            Tok::If => self.if_stmt(Tok::If, "'if' statement"),
            Tok::With => self.with_stmt(),
            Tok::For => self.for_stmt(),
            Tok::Try => self.try_stmt(),
            Tok::While => self.while_stmt(),
            Tok::Name("match") => self.match_stmt(),
            _ => Err(Fail::No),
        }
    }

    pub(super) fn block(&mut self) -> Rule<()> {
        self.memo(Memo::Block, |p| p.block_raw().map(|()| None)).map(|_| ())
    }

    fn block_raw(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.expect(Tok::Newline)?;
            p.expect(Tok::Indent)?;
            p.statements()?;
            p.expect(Tok::Dedent).map(|_| ())
        });
        alt!(self, |p| p.simple_stmts());
        if !self.invalid {
            return Err(Fail::No);
        }
        self.expect(Tok::Newline)?;
        self.not(|p| p.expect(Tok::Indent))?;
        self.raise_last_as(ErrorKind::IndentationError, "expected an indented block")
    }

    fn definition(&mut self) -> Rule<()> {
        self.many(|p| {
            p.expect(Tok::At)?;
            p.named_expression()?;
            p.expect(Tok::Newline)
        })?;
        let t = self.peek()?;
        if t.tok == Tok::Class { self.class_def() } else { self.function_def() }
    }

    fn class_head(&mut self) -> Rule<u32> {
        let keyword = self.expect(Tok::Class)?;
        self.name()?;
        self.attempt(Self::type_params)?;
        self.attempt(|p| {
            p.expect(Tok::LPar)?;
            p.attempt(Self::arguments)?;
            p.expect(Tok::RPar)
        })?;
        Ok(keyword.start.line)
    }

    fn class_def(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                p.class_head()?;
                p.need_colon::<()>()
            })?;
            self.attempt(|p| {
                let line = p.class_head()?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("class definition", line)
            })?;
        }
        self.class_head()?;
        self.expect(Tok::Colon)?;
        self.block()
    }

    fn function_def(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                p.attempt(|p| p.expect(Tok::Async))?;
                let keyword = p.expect(Tok::Def)?;
                p.name()?;
                p.attempt(Self::type_params)?;
                p.expect(Tok::LPar)?;
                p.attempt(|p| p.params(Params::Def))?;
                p.expect(Tok::RPar)?;
                p.attempt(Self::return_annotation)?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("function definition", keyword.start.line)
            })?;
        }
        self.attempt(|p| p.expect(Tok::Async))?;
        self.expect(Tok::Def)?;
        self.name()?;
        self.attempt(Self::type_params)?;
        // What must follow is only missed in the second reading, when errors in the type parameters have had their turn.
        let forced = self.invalid;
        if forced {
            self.expect_forced(Tok::LPar, "(")?
        } else {
            self.expect(Tok::LPar)?
        };
        self.attempt(|p| p.params(Params::Def))?;
        self.expect(Tok::RPar)?;
        self.attempt(Self::return_annotation)?;
        if forced {
            self.expect_forced(Tok::Colon, ":")?
        } else {
            self.expect(Tok::Colon)?
        };
        self.attempt(Self::func_type_comment)?;
        self.block()
    }

    fn return_annotation(&mut self) -> Rule<()> {
        self.expect(Tok::RArrow)?;
        self.expression().map(|_| ())
    }

    fn func_type_comment(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.expect(Tok::Newline)?;
            p.type_comment()?;
            if p.ahead(|p| {
                p.expect(Tok::Newline)?;
                p.expect(Tok::Indent)
            })? {
                Ok(())
            } else {
                Err(Fail::No)
            }
        });
        if self.invalid {
            self.attempt(|p| {
                p.type_comment()?;
                p.expect(Tok::Newline)?;
                p.type_comment()?;
                p.expect(Tok::Newline)?;
                p.expect(Tok::Indent)?;
                p.raise_last::<()>("Cannot have two type comments on def")
            })?;
        }
        self.type_comment()
    }

    fn type_params(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                p.expect(Tok::LSqb)?;
                let t = p.expect(Tok::RSqb)?;
                p.raise_from::<()>(t.start, "Type parameter list cannot be empty")
            })?;
        }
        self.expect(Tok::LSqb)?;
        self.gather(Self::type_param)?;
        self.attempt(|p| p.expect(Tok::Comma))?;
        self.expect(Tok::RSqb).map(|_| ())
    }

    fn type_param(&mut self) -> Rule<()> {
        alt!(self, |p| {
            p.name()?;
            p.attempt(|p| {
                p.expect(Tok::Colon)?;
                p.expression()
            })?;
            p.attempt(|p| {
                p.expect(Tok::Equal)?;
                p.expression()
            })?;
            Ok(())
        });
        if self.invalid {
            self.attempt(|p| {
                let star = p.expect_any(&[Tok::Star, Tok::DoubleStar])?;
                p.name()?;
                let colon = p.expect(Tok::Colon)?;
                let e = p.expression()?;
                let what = if matches!(e.kind, ExprKind::Tuple { .. }) { "constraints" } else { "bound" };
                let of = if star.tok == Tok::Star { "TypeVarTuple" } else { "ParamSpec" };
                p.raise_from::<()>(colon.start, format!("cannot use {what} with {of}"))
            })?;
        }
        let star = self.expect_any(&[Tok::Star, Tok::DoubleStar])?;
        self.name()?;
        self.attempt(|p| {
            p.expect(Tok::Equal)?;
            if star.tok == Tok::Star { p.star_named_expression() } else { p.expression() }
        })?;
        Ok(())
    }

    /// `if` and `elif`.
    fn if_stmt(&mut self, keyword: Tok<'static>, what: &str) -> Rule<()> {
        // A chain of `elif` is a loop here.
        let (mut keyword, mut what) = (keyword, what);
        loop {
            if self.invalid {
                self.attempt(|p| {
                    p.expect(keyword)?;
                    p.named_expression()?;
                    p.need_colon::<()>()
                })?;
                self.attempt(|p| {
                    let a = p.expect(keyword)?;
                    p.named_expression()?;
                    p.expect(Tok::Colon)?;
                    p.need_indent::<()>(what, a.start.line)
                })?;
            }
            self.expect(keyword)?;
            self.named_expression()?;
            self.expect(Tok::Colon)?;
            self.block()?;
            if !self.at_any(&[Tok::Elif])? {
                break;
            }
            (keyword, what) = (Tok::Elif, "'elif' statement");
        }
        self.attempt(Self::else_block)?;
        Ok(())
    }

    fn else_block(&mut self) -> Rule<()> {
        self.forced_suite(Tok::Else, "'else' statement")
    }

    fn finally_block(&mut self) -> Rule<()> {
        self.forced_suite(Tok::Finally, "'finally' statement")
    }

    /// A keyword that only a colon may follow, and its suite.
    fn forced_suite(&mut self, keyword: Tok<'static>, what: &str) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                let a = p.expect(keyword)?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>(what, a.start.line)
            })?;
        }
        self.expect(keyword)?;
        self.expect_forced(Tok::Colon, ":")?;
        self.block()
    }

    fn while_stmt(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                p.expect(Tok::While)?;
                p.named_expression()?;
                p.need_colon::<()>()
            })?;
            self.attempt(|p| {
                let a = p.expect(Tok::While)?;
                p.named_expression()?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("'while' statement", a.start.line)
            })?;
        }
        self.expect(Tok::While)?;
        self.named_expression()?;
        self.expect(Tok::Colon)?;
        self.block()?;
        self.attempt(Self::else_block)?;
        Ok(())
    }

    fn for_head(&mut self) -> Rule<u32> {
        self.attempt(|p| p.expect(Tok::Async))?;
        let keyword = self.expect(Tok::For)?;
        self.star_targets()?;
        self.expect(Tok::In)?;
        Ok(keyword.start.line)
    }

    fn for_stmt(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                p.for_head()?;
                p.star_expressions()?;
                p.need_colon::<()>()
            })?;
            self.attempt(|p| {
                let line = p.for_head()?;
                p.star_expressions()?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("'for' statement", line)
            })?;
        }
        if self.attempt(Self::for_head)?.is_some() {
            // Behind `in` there is no way back.
            self.star_expressions()?;
            self.expect(Tok::Colon)?;
            self.attempt(Self::type_comment)?;
            self.block()?;
            self.attempt(Self::else_block)?;
            return Ok(());
        }
        if self.invalid { self.invalid_for_target() } else { Err(Fail::No) }
    }

    // with

    fn with_head(&mut self) -> Rule<u32> {
        self.attempt(|p| p.expect(Tok::Async))?;
        let keyword = self.expect(Tok::With)?;
        Ok(keyword.start.line)
    }

    fn with_stmt(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                let line = p.with_head()?;
                p.plain_items()?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("'with' statement", line)
            })?;
            self.attempt(|p| {
                let line = p.with_head()?;
                p.bracketed_items()?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("'with' statement", line)
            })?;
        }
        alt!(self, |p| {
            p.with_head()?;
            p.expect(Tok::LPar)?;
            p.gather(Self::with_item)?;
            p.attempt(|p| p.expect(Tok::Comma))?;
            p.expect(Tok::RPar)?;
            p.expect(Tok::Colon)?;
            p.attempt(Self::type_comment)?;
            p.block()
        });
        alt!(self, |p| {
            p.with_head()?;
            p.gather(Self::with_item)?;
            p.expect(Tok::Colon)?;
            p.attempt(Self::type_comment)?;
            p.block()
        });
        if !self.invalid {
            return Err(Fail::No);
        }
        self.attempt(|p| {
            p.with_head()?;
            p.plain_items()?;
            p.need_colon::<()>()
        })?;
        self.with_head()?;
        self.bracketed_items()?;
        self.need_colon()
    }

    /// `','.(expression ['as' star_target])+`.
    fn plain_items(&mut self) -> Rule<()> {
        self.gather(|p| {
            p.expression()?;
            p.attempt(|p| {
                p.expect(Tok::As)?;
                p.star_target()
            })?;
            Ok(())
        })?;
        Ok(())
    }

    /// `'(' ','.(expressions ['as' star_target])+ ','? ')'`.
    fn bracketed_items(&mut self) -> Rule<()> {
        self.expect(Tok::LPar)?;
        self.gather(|p| {
            p.expressions()?;
            p.attempt(|p| {
                p.expect(Tok::As)?;
                p.star_target()
            })?;
            Ok(())
        })?;
        self.attempt(|p| p.expect(Tok::Comma))?;
        self.expect(Tok::RPar).map(|_| ())
    }

    fn with_item(&mut self) -> Rule<()> {
        let follows = &[Tok::Comma, Tok::RPar, Tok::Colon];
        alt!(self, |p| {
            p.expression()?;
            p.expect(Tok::As)?;
            p.star_target()?;
            if p.at_any(follows)? { Ok(()) } else { Err(Fail::No) }
        });
        if self.invalid {
            self.attempt(|p| {
                p.expression()?;
                p.expect(Tok::As)?;
                let a = p.expression()?;
                if !p.at_any(follows)? {
                    return Err(Fail::No);
                }
                p.raise_invalid_target::<()>(Targets::Star, a)
            })?;
        }
        self.expression().map(|_| ())
    }

    // try

    fn try_stmt(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(Self::invalid_try_stmt)?;
        }
        self.expect(Tok::Try)?;
        self.expect_forced(Tok::Colon, ":")?;
        self.block()?;
        alt!(self, |p| p.finally_block());
        alt!(self, |p| {
            p.some(Self::except_block)?;
            p.attempt(Self::else_block)?;
            p.attempt(Self::finally_block)?;
            Ok(())
        });
        self.some(Self::except_star_block)?;
        self.attempt(Self::else_block)?;
        self.attempt(Self::finally_block)?;
        Ok(())
    }

    fn invalid_try_stmt(&mut self) -> Rule<()> {
        let a = self.expect(Tok::Try)?;
        self.expect(Tok::Colon)?;
        self.attempt(|p| p.need_indent::<()>("'try' statement", a.start.line))?;
        self.block()?;
        if !self.at_any(&[Tok::Except, Tok::Finally])? {
            return self.raise_last("expected 'except' or 'finally' block");
        }
        let both = "cannot have both 'except' and 'except*' on the same 'try'";
        self.attempt(|p| {
            p.some(Self::except_block)?;
            let a = p.expect(Tok::Except)?;
            let b = p.expect(Tok::Star)?;
            p.expression()?;
            p.attempt(Self::as_name)?;
            p.expect(Tok::Colon)?;
            p.raise_between::<()>(a.start, b.end, both)
        })?;
        self.some(Self::except_star_block)?;
        let a = self.expect(Tok::Except)?;
        self.attempt(|p| {
            p.expression()?;
            p.attempt(Self::as_name)
        })?;
        self.expect(Tok::Colon)?;
        self.raise_token(&a, both)
    }

    fn as_name(&mut self) -> Rule<E<'a>> {
        self.expect(Tok::As)?;
        self.name()
    }

    fn except_block(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                let a = p.expect(Tok::Except)?;
                p.attempt(|p| {
                    p.expression()?;
                    p.attempt(Self::as_name)
                })?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("'except' statement", a.start.line)
            })?;
        }
        alt!(self, |p| {
            p.expect(Tok::Except)?;
            p.attempt(|p| {
                p.expression()?;
                p.attempt(Self::as_name)
            })?;
            p.expect(Tok::Colon)?;
            p.block()
        });
        if self.invalid { self.invalid_except_stmt() } else { Err(Fail::No) }
    }

    fn except_star_block(&mut self) -> Rule<()> {
        if self.invalid {
            self.attempt(|p| {
                let a = p.expect(Tok::Except)?;
                p.expect(Tok::Star)?;
                p.expression()?;
                p.attempt(Self::as_name)?;
                p.expect(Tok::Colon)?;
                p.need_indent::<()>("'except*' statement", a.start.line)
            })?;
        }
        alt!(self, |p| {
            p.expect(Tok::Except)?;
            p.expect(Tok::Star)?;
            p.expression()?;
            p.attempt(Self::as_name)?;
            p.expect(Tok::Colon)?;
            p.block()
        });
        if self.invalid { self.invalid_except_stmt() } else { Err(Fail::No) }
    }

    fn invalid_except_stmt(&mut self) -> Rule<()> {
        self.attempt(|p| {
            p.expect(Tok::Except)?;
            p.attempt(|p| p.expect(Tok::Star))?;
            let a = p.expression()?;
            p.expect(Tok::Comma)?;
            p.expressions()?;
            p.attempt(Self::as_name)?;
            p.expect(Tok::Colon)?;
            p.raise_from::<()>(start(a.span), "multiple exception types must be parenthesized")
        })?;
        self.attempt(|p| {
            p.expect(Tok::Except)?;
            p.attempt(|p| p.expect(Tok::Star))?;
            p.expression()?;
            p.attempt(Self::as_name)?;
            p.need_colon::<()>()
        })?;
        self.attempt(|p| {
            p.expect(Tok::Except)?;
            p.need_colon::<()>()
        })?;
        self.expect(Tok::Except)?;
        self.expect(Tok::Star)?;
        self.expect_any(&[Tok::Newline, Tok::Colon])?;
        self.raise_last("expected one or more exception types")
    }
}
