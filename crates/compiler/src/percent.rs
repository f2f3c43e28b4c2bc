//! `"…%s…" % (a, b)`: a format that is known when the program is compiled becomes an f-string.
//!
//! CPython's counterpart is `optimize_format` in `Python/ast_opt.c`. Invariant: only `%s`, `%r` and `%a` with width and precision are turned,
//! and only if there are as many of them as items; anything else, errors included, is left to `%` itself.

use minipy_ast::{Constant, Expr, ExprContext, ExprKind};
use minipy_bytecode::Const;

use crate::fold::Folder;

/// A part of the string.
pub(crate) enum Piece<'a> {
    /// Text, WTF-8.
    Text(Vec<u8>),
    /// A value to be formatted.
    Value {
        /// The value.
        expr: &'a Expr<'a>,
        /// `s`, `r` or `a`.
        conversion: u8,
        /// The format specification.
        spec: String,
    },
}

/// The most digits of a width or precision that are looked at.
const MAX_DIGITS: u32 = 3;

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// Text up to the next conversion.
    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        while let Some(byte) = self.text.get(self.at) {
            if *byte == b'%' {
                if self.text.get(self.at + 1) != Some(&b'%') {
                    break;
                }
                self.at += 1;
            }
            out.push(*byte);
            self.at += 1;
        }
        out
    }

    fn number(&mut self, first: u8) -> Option<(u32, u8)> {
        let mut value = 0;
        let mut digits = 0;
        let mut byte = first;
        while byte.is_ascii_digit() {
            value = value * 10 + u32::from(byte - b'0');
            byte = self.next()?;
            digits += 1;
            if digits >= MAX_DIGITS {
                return None;
            }
        }
        Some((value, byte))
    }

    /// A conversion after its `%`: its letter and the format specification that does the same.
    fn conversion(&mut self) -> Option<(u8, String)> {
        let mut left = false;
        let mut byte = loop {
            match self.next()? {
                b'-' => left = true,
                b'+' | b' ' | b'#' | b'0' => {}
                other => break other,
            }
        };
        let mut spec = String::new();
        if byte.is_ascii_digit() {
            let (width, next) = self.number(byte)?;
            byte = next;
            if !left && width > 0 {
                spec.push('>');
            }
            spec.push_str(&width.to_string());
        }
        if byte == b'.' {
            let first = self.next()?;
            let (precision, next) = self.number(first)?;
            byte = next;
            spec.push_str(&format!(".{precision}"));
        }
        matches!(byte, b's' | b'r' | b'a').then_some((byte, spec))
    }
}

/// The parts of `left % right`, if it can be an f-string.
pub(crate) fn format<'a>(left: &'a Expr<'a>, right: &'a Expr<'a>, folder: &mut Folder) -> Option<Vec<Piece<'a>>> {
    let ExprKind::Tuple { elts, ctx: ExprContext::Load } = right.kind else {
        return None;
    };
    let folded;
    let text: &[u8] = if let ExprKind::Constant { value: Constant::Str(text), .. } = left.kind {
        text
    } else if let Some(Const::Str(text)) = folder.constant(left) {
        folded = text;
        &folded
    } else {
        return None;
    };
    if elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. })) || folder.is_constant(right) {
        return None;
    }
    let mut reader = Reader { text, at: 0 };
    let mut pieces = Vec::with_capacity(elts.len() * 2 + 1);
    let mut items = elts.iter();
    loop {
        let literal = reader.literal();
        if !literal.is_empty() {
            pieces.push(Piece::Text(literal));
        }
        if reader.next().is_none() {
            break;
        }
        let expr: &'a Expr<'a> = items.next()?;
        let (conversion, spec) = reader.conversion()?;
        pieces.push(Piece::Value { expr, conversion, spec });
    }
    items.next().is_none().then_some(pieces)
}
