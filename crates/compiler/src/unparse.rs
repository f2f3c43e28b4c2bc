//! Expressions back to text: annotations under `from __future__ import annotations`.
//!
//! CPython's counterpart is `Python/ast_unparse.c`. Invariant: the text is CPython's, character for character; it is WTF-8, since a string
//! literal may hold lone surrogates (which are written escaped, so that it is in fact always text).

use core::fmt::Write;

use minipy_ast::{Arguments, BoolOp, CmpOp, Comprehension, Constant, Expr, ExprKind, Operator, UnaryOp};
use minipy_bytecode::Const;

use crate::error::{Guard, Result};
use crate::fold::literal;

/// How tightly an expression binds; brackets go around one that binds less tightly than its place asks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    NamedExpr,
    Tuple,
    Test,
    Or,
    And,
    Not,
    Cmp,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn next(self) -> Level {
        match self {
            Level::NamedExpr => Level::Tuple,
            Level::Tuple => Level::Test,
            Level::Test => Level::Or,
            Level::Or => Level::And,
            Level::And => Level::Not,
            Level::Not => Level::Cmp,
            Level::Cmp => Level::BitOr,
            Level::BitOr => Level::BitXor,
            Level::BitXor => Level::BitAnd,
            Level::BitAnd => Level::Shift,
            Level::Shift => Level::Arith,
            Level::Arith => Level::Term,
            Level::Term => Level::Factor,
            Level::Factor => Level::Power,
            Level::Power => Level::Await,
            Level::Await | Level::Atom => Level::Atom,
        }
    }
}

struct Unparser<'g> {
    out: String,
    guard: &'g mut Guard,
}

/// The text of an expression.
pub(crate) fn expression(expr: &Expr<'_>, guard: &mut Guard) -> Result<Vec<u8>> {
    let mut unparser = Unparser { out: String::new(), guard };
    unparser.expr(expr, Level::Test)?;
    Ok(unparser.out.into_bytes())
}

impl Unparser<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn put_if(&mut self, condition: bool, text: &str) {
        if condition {
            self.out.push_str(text);
        }
    }

    fn constant(&mut self, value: &Constant<'_>) {
        let constant = literal(value);
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = constant.write_repr(&|_| 0, &mut text);
        match constant {
            Const::Ellipsis => self.put("..."),
            // An infinity is written as a number that overflows to it.
            Const::Float(_) | Const::Complex(..) => self.put(&text.replace("inf", "1e309")),
            Const::None
            | Const::True
            | Const::False
            | Const::Int(_)
            | Const::Str(_)
            | Const::Bytes(_)
            | Const::Tuple(_)
            | Const::FrozenSet(_)
            | Const::Code(_) => self.put(&text),
        }
    }

    fn list(&mut self, exprs: &[&Expr<'_>], level: Level) -> Result {
        for (index, expr) in exprs.iter().enumerate() {
            self.put_if(index > 0, ", ");
            self.expr(expr, level)?;
        }
        Ok(())
    }

    fn expr(&mut self, expr: &Expr<'_>, level: Level) -> Result {
        self.guard.enter(1)?;
        self.expr_inner(expr, level)?;
        self.guard.leave(1);
        Ok(())
    }

    /// Writes something in brackets if its place asks for tighter binding than `own`.
    fn bracketed(&mut self, level: Level, own: Level, write: impl FnOnce(&mut Self) -> Result) -> Result {
        self.put_if(level > own, "(");
        write(self)?;
        self.put_if(level > own, ")");
        Ok(())
    }

    fn expr_inner(&mut self, expr: &Expr<'_>, level: Level) -> Result {
        match expr.kind {
            ExprKind::BoolOp { op, values } => {
                let (sign, own) = match op {
                    BoolOp::And => (" and ", Level::And),
                    BoolOp::Or => (" or ", Level::Or),
                };
                self.bracketed(level, own, |this| {
                    for (index, value) in values.iter().enumerate() {
                        this.put_if(index > 0, sign);
                        this.expr(value, own.next())?;
                    }
                    Ok(())
                })
            }
            ExprKind::BinOp { left, op, right } => self.bin_op(left, op, right, level),
            ExprKind::UnaryOp { op, operand } => {
                let (sign, own) = match op {
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.bracketed(level, own, |this| {
                    this.put(sign);
                    this.expr(operand, own)
                })
            }
            ExprKind::Lambda { args, body } => self.bracketed(level, Level::Test, |this| {
                let empty = args.args.is_empty()
                    && args.posonlyargs.is_empty()
                    && args.kwonlyargs.is_empty()
                    && args.vararg.is_none()
                    && args.kwarg.is_none();
                this.put(if empty { "lambda" } else { "lambda " });
                this.arguments(args)?;
                this.put(": ");
                this.expr(body, Level::Test)
            }),
            ExprKind::IfExp { test, body, orelse } => self.bracketed(level, Level::Test, |this| {
                this.expr(body, Level::Test.next())?;
                this.put(" if ");
                this.expr(test, Level::Test.next())?;
                this.put(" else ");
                this.expr(orelse, Level::Test)
            }),
            ExprKind::Dict { keys, values } => {
                self.put("{");
                for (index, (key, value)) in keys.iter().zip(values).enumerate() {
                    self.put_if(index > 0, ", ");
                    match key {
                        Some(key) => {
                            self.expr(key, Level::Test)?;
                            self.put(": ");
                            self.expr(value, Level::Test)?;
                        }
                        None => {
                            self.put("**");
                            self.expr(value, Level::BitOr)?;
                        }
                    }
                }
                self.put("}");
                Ok(())
            }
            ExprKind::Set { elts } => {
                self.put("{");
                self.list(elts, Level::Test)?;
                self.put("}");
                Ok(())
            }
            ExprKind::GeneratorExp { elt, generators } => self.comprehension("(", elt, None, generators, ")"),
            ExprKind::ListComp { elt, generators } => self.comprehension("[", elt, None, generators, "]"),
            ExprKind::SetComp { elt, generators } => self.comprehension("{", elt, None, generators, "}"),
            ExprKind::DictComp { key, value, generators } => self.comprehension("{", key, Some(value), generators, "}"),
            ExprKind::Yield { value } => {
                match value {
                    Some(value) => {
                        self.put("(yield ");
                        self.expr(value, Level::Test)?;
                        self.put(")");
                    }
                    None => self.put("(yield)"),
                }
                Ok(())
            }
            ExprKind::YieldFrom { value } => {
                self.put("(yield from ");
                self.expr(value, Level::Test)?;
                self.put(")");
                Ok(())
            }
            ExprKind::Await { value } => self.bracketed(level, Level::Await, |this| {
                this.put("await ");
                this.expr(value, Level::Atom)
            }),
            ExprKind::Compare { left, ops, comparators } => self.bracketed(level, Level::Cmp, |this| {
                this.expr(left, Level::Cmp.next())?;
                for (op, comparator) in ops.iter().zip(comparators) {
                    this.put(match op {
                        CmpOp::Eq => " == ",
                        CmpOp::NotEq => " != ",
                        CmpOp::Lt => " < ",
                        CmpOp::LtE => " <= ",
                        CmpOp::Gt => " > ",
                        CmpOp::GtE => " >= ",
                        CmpOp::Is => " is ",
                        CmpOp::IsNot => " is not ",
                        CmpOp::In => " in ",
                        CmpOp::NotIn => " not in ",
                    });
                    this.expr(comparator, Level::Cmp.next())?;
                }
                Ok(())
            }),
            ExprKind::Call { func, args, keywords } => {
                self.expr(func, Level::Atom)?;
                if let ([only], []) = (args, keywords)
                    && matches!(only.kind, ExprKind::GeneratorExp { .. })
                {
                    // Its own brackets do.
                    return self.expr(only, Level::Test);
                }
                self.put("(");
                self.list(args, Level::Test)?;
                for (index, keyword) in keywords.iter().enumerate() {
                    self.put_if(index > 0 || !args.is_empty(), ", ");
                    match keyword.arg {
                        Some(name) => {
                            self.put(name);
                            self.put("=");
                        }
                        None => self.put("**"),
                    }
                    self.expr(keyword.value, Level::Test)?;
                }
                self.put(")");
                Ok(())
            }
            ExprKind::Constant { ref value, kind } => {
                self.put_if(kind.is_some(), "u");
                self.constant(value);
                Ok(())
            }
            ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => self.joined_str(expr, false),
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value, Level::Atom)?;
                // `1 .real`: not a float.
                let int = matches!(value.kind, ExprKind::Constant { value: Constant::Int(_) | Constant::BigInt(_), .. });
                self.put(if int { " ." } else { "." });
                self.put(attr);
                Ok(())
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, Level::Atom)?;
                self.put("[");
                self.expr(slice, Level::Tuple)?;
                self.put("]");
                Ok(())
            }
            ExprKind::Starred { value, .. } => {
                self.put("*");
                self.expr(value, Level::BitOr)
            }
            ExprKind::Name { id, .. } => {
                self.put(id);
                Ok(())
            }
            ExprKind::List { elts, .. } => {
                self.put("[");
                self.list(elts, Level::Test)?;
                self.put("]");
                Ok(())
            }
            ExprKind::Tuple { elts, .. } => {
                if elts.is_empty() {
                    self.put("()");
                    return Ok(());
                }
                self.bracketed(level, Level::Tuple, |this| {
                    this.list(elts, Level::Test)?;
                    this.put_if(elts.len() == 1, ",");
                    Ok(())
                })
            }
            ExprKind::NamedExpr { target, value } => self.bracketed(level, Level::NamedExpr, |this| {
                this.expr(target, Level::Atom)?;
                this.put(" := ");
                this.expr(value, Level::Atom)
            }),
            ExprKind::Slice { lower, upper, step } => {
                if let Some(lower) = lower {
                    self.expr(lower, Level::Test)?;
                }
                self.put(":");
                if let Some(upper) = upper {
                    self.expr(upper, Level::Test)?;
                }
                if let Some(step) = step {
                    self.put(":");
                    self.expr(step, Level::Test)?;
                }
                Ok(())
            }
        }
    }

    fn bin_op(&mut self, left: &Expr<'_>, op: Operator, right: &Expr<'_>, level: Level) -> Result {
        let (sign, own, right_assoc) = match op {
            Operator::Add => (" + ", Level::Arith, false),
            Operator::Sub => (" - ", Level::Arith, false),
            Operator::Mult => (" * ", Level::Term, false),
            Operator::MatMult => (" @ ", Level::Term, false),
            Operator::Div => (" / ", Level::Term, false),
            Operator::Mod => (" % ", Level::Term, false),
            Operator::LShift => (" << ", Level::Shift, false),
            Operator::RShift => (" >> ", Level::Shift, false),
            Operator::BitOr => (" | ", Level::BitOr, false),
            Operator::BitXor => (" ^ ", Level::BitXor, false),
            Operator::BitAnd => (" & ", Level::BitAnd, false),
            Operator::FloorDiv => (" // ", Level::Term, false),
            Operator::Pow => (" ** ", Level::Power, true),
        };
        self.bracketed(level, own, |this| {
            this.expr(left, if right_assoc { own.next() } else { own })?;
            this.put(sign);
            this.expr(right, if right_assoc { own } else { own.next() })
        })
    }

    fn arguments(&mut self, args: &Arguments<'_>) -> Result {
        let mut first = true;
        let mut comma = |this: &mut Self| {
            this.put_if(!first, ", ");
            first = false;
        };
        let positional = args.posonlyargs.len() + args.args.len();
        for (index, arg) in args.posonlyargs.iter().chain(args.args).enumerate() {
            comma(self);
            self.put(arg.arg);
            let default = (index + args.defaults.len()).checked_sub(positional).and_then(|place| args.defaults.get(place));
            if let Some(default) = default {
                self.put("=");
                self.expr(default, Level::Test)?;
            }
            self.put_if(index + 1 == args.posonlyargs.len(), ", /");
        }
        if args.vararg.is_some() || !args.kwonlyargs.is_empty() {
            comma(self);
            self.put("*");
            if let Some(arg) = args.vararg {
                self.put(arg.arg);
            }
        }
        for (arg, default) in args.kwonlyargs.iter().zip(args.kw_defaults) {
            comma(self);
            self.put(arg.arg);
            if let Some(default) = default {
                self.put("=");
                self.expr(default, Level::Test)?;
            }
        }
        if let Some(arg) = args.kwarg {
            comma(self);
            self.put("**");
            self.put(arg.arg);
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        open: &str,
        elt: &Expr<'_>,
        value: Option<&Expr<'_>>,
        generators: &[Comprehension<'_>],
        close: &str,
    ) -> Result {
        self.put(open);
        self.expr(elt, Level::Test)?;
        if let Some(value) = value {
            self.put(": ");
            self.expr(value, Level::Test)?;
        }
        for generator in generators {
            self.put(if generator.is_async { " async for " } else { " for " });
            self.expr(generator.target, Level::Tuple)?;
            self.put(" in ");
            self.expr(generator.iter, Level::Test.next())?;
            for condition in generator.ifs {
                self.put(" if ");
                self.expr(condition, Level::Test.next())?;
            }
        }
        self.put(close);
        Ok(())
    }

    fn joined_str(&mut self, expr: &Expr<'_>, is_spec: bool) -> Result {
        let mut inner = Unparser { out: String::new(), guard: self.guard };
        inner.fstring_element(expr, is_spec)?;
        let body = inner.out;
        if is_spec {
            self.put(&body);
        } else {
            let mut text = String::from("f");
            let _ = Const::str(&body).write_repr(&|_| 0, &mut text);
            self.put(&text);
        }
        Ok(())
    }

    fn fstring_element(&mut self, expr: &Expr<'_>, is_spec: bool) -> Result {
        if !matches!(
            expr.kind,
            ExprKind::Constant { value: Constant::Str(_), .. } | ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. }
        ) {
            return self.expr(expr, Level::Test);
        }
        self.fstring_part(expr, is_spec)
    }

    fn fstring_part(&mut self, expr: &Expr<'_>, is_spec: bool) -> Result {
        if let ExprKind::Constant { value: Constant::Str(text), .. } = expr.kind {
            let text = String::from_utf8_lossy(text);
            self.put(&text.replace('{', "{{").replace('}', "}}"));
        } else if let ExprKind::JoinedStr { values } = expr.kind {
            values.iter().try_for_each(|value| self.fstring_element(value, is_spec))?;
        } else if let ExprKind::FormattedValue { value, conversion, format_spec } = expr.kind {
            let mut inner = Unparser { out: String::new(), guard: self.guard };
            inner.expr(value, Level::Test.next())?;
            let text = inner.out;
            // `{{` would be an escaped bracket.
            self.put(if text.starts_with('{') { "{ " } else { "{" });
            self.put(&text);
            if let Ok(conversion @ (b's' | b'r' | b'a')) = u8::try_from(conversion) {
                let _ = write!(self.out, "!{}", char::from(conversion));
            }
            if let Some(spec) = format_spec {
                self.put(":");
                self.fstring_element(spec, true)?;
            }
            self.put("}");
        }
        Ok(())
    }
}
