//! Strings that stand side by side, and f-strings.
//!
//! CPython's counterparts are `_PyPegen_concatenate_strings`, `_PyPegen_joined_str` and `_PyPegen_formatted_value`. The invariant: in a
//! `JoinedStr` no two constants are neighbours and none is empty.

use minipy_ast::*;

use super::{Checked, warn};
use crate::builder::*;
use crate::literal::{self, Literal};
use crate::token::Loc;

type E<'a> = &'a Expr<'a>;

pub(crate) fn begin_strings<'a>(p: &mut Builder<'a>, l: Loc, s: StringPart<'a>, r: Loc) -> Mark {
    let mark = Mark(p.strings.len() as u32);
    p.strings.push((l, s, r));
    mark
}

pub(crate) fn push_string<'a>(p: &mut Builder<'a>, m: Mark, l: Loc, s: StringPart<'a>, r: Loc) -> Mark {
    p.strings.push((l, s, r));
    m
}

/// The literal of a string token.
fn decode<'a>(p: &mut Builder<'a>, l: Loc, token: &'a str) -> Result<Literal<'a>, String> {
    let warnings = &mut p.warnings;
    literal::string(p.arena, token, &mut |msg| warn(warnings, l, msg))
}

/// The value of one or more neighbouring strings.
pub(crate) fn strings<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> Checked<'a, E<'a>> {
    let first = m.0 as usize;
    // Nearly all strings stand alone.
    if p.strings.len() == first + 1
        && let Some(&(_, StringPart::Literal(token), _)) = p.strings.last()
    {
        p.strings.pop();
        return match decode(p, l, token) {
            Ok(found) => Ok(p.expr(l, ExprKind::Constant { value: found.value, kind: found.kind }, r)),
            Err(_) => refuse(),
        };
    }
    let parts = p.strings.split_off(first);
    concatenate(p, l, &parts, r).map_or_else(|_| refuse(), Ok)
}

/// Joins strings; the error is the message, with the place if it is not the whole.
pub(crate) fn concatenate<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    parts: &[(Loc, StringPart<'a>, Loc)],
    r: Loc,
) -> Result<E<'a>, (String, Option<(Loc, Loc)>)> {
    let mark = p.mark_exprs();
    let (mut bytes, mut text, mut formatted) = (false, false, false);
    for &(pl, part, pr) in parts {
        match part {
            StringPart::Literal(token) => {
                let found = decode(p, pl, token).map_err(|msg| (msg, Some((pl, pr))))?;
                match found.value {
                    Constant::Bytes(_) => bytes = true,
                    _ => text = true,
                }
                let e = p.expr(pl, ExprKind::Constant { value: found.value, kind: found.kind }, pr);
                p.exprs.push(e);
            }
            StringPart::FString(values) => {
                formatted = true;
                p.exprs.extend_from_slice(values);
            }
        }
    }
    if bytes && (text || formatted) {
        p.exprs.truncate(mark.0 as usize);
        return Err(("cannot mix bytes and nonbytes literals".to_owned(), None));
    }
    let flat = p.take_exprs(mark);
    if !formatted {
        // Of literals alone one constant is made; the first one's kind is its.
        let kind = flat.first().and_then(|e| match e.kind {
            ExprKind::Constant { kind, .. } => kind,
            _ => None,
        });
        let joined = join(p, flat);
        let value = if bytes { Constant::Bytes(joined) } else { Constant::Str(joined) };
        return Ok(p.expr(l, ExprKind::Constant { value, kind }, r));
    }
    let values = fold(p, flat);
    Ok(p.expr(l, ExprKind::JoinedStr { values }, r))
}

/// The bytes of a constant.
fn constant_bytes<'a>(e: &Expr<'a>) -> Option<&'a [u8]> {
    match e.kind {
        ExprKind::Constant { value: Constant::Str(b) | Constant::Bytes(b), .. } => Some(b),
        _ => None,
    }
}

/// The bytes of constants one after the other.
fn join<'a>(p: &Builder<'a>, constants: &[E<'a>]) -> &'a [u8] {
    if let [only] = constants {
        return constant_bytes(only).unwrap_or(&[]);
    }
    let pieces = constants.iter().filter_map(|e| constant_bytes(e));
    let mut all = bumpalo::collections::Vec::with_capacity_in(pieces.clone().map(<[u8]>::len).sum(), p.arena);
    for piece in pieces {
        all.extend_from_slice_copy(piece);
    }
    all.into_bump_slice()
}

/// Joins neighbouring constants and drops empty ones.
fn fold<'a>(p: &mut Builder<'a>, flat: &'a [E<'a>]) -> &'a [E<'a>] {
    let mark = p.mark_exprs();
    let mut rest = flat;
    while let Some((&head, tail)) = rest.split_first() {
        let ExprKind::Constant { kind, .. } = head.kind else {
            p.exprs.push(head);
            rest = tail;
            continue;
        };
        let run = rest.iter().take_while(|e| matches!(e.kind, ExprKind::Constant { .. })).count();
        let (constants, others) = rest.split_at_checked(run).unwrap_or((rest, &[]));
        let folded = match constants {
            [only] => *only,
            _ => {
                let value = Constant::Str(join(p, constants));
                let end = constants.last().map_or(head.span, |e| e.span);
                p.expr(start_of(head.span), ExprKind::Constant { value, kind }, end_of(end))
            }
        };
        if constant_bytes(folded).is_some_and(|b| !b.is_empty()) {
            p.exprs.push(folded);
        }
        rest = others;
    }
    p.take_exprs(mark)
}

/// A piece of text of an f-string.
pub(crate) fn fstring_middle<'a>(p: &mut Builder<'a>, l: Loc, text: &'a str, raw: bool, r: Loc) -> Checked<'a, ()> {
    let warnings = &mut p.warnings;
    match literal::text(p.arena, text, raw, &mut |msg| warn(warnings, l, msg)) {
        Ok([]) => Ok(()),
        Ok(value) => {
            let e = p.expr(l, ExprKind::Constant { value: Constant::Str(value), kind: None }, r);
            p.exprs.push(e);
            Ok(())
        }
        Err(_) => refuse(),
    }
}

/// `!r`: the mark, which ends the text that `=` shows, and the letter.
pub(crate) fn conversion<'a>(l: Loc, r: Loc, l2: Loc, name: &'a str) -> Checked<'a, (Loc, i32)> {
    match name {
        "s" | "r" | "a" if r == l2 => Ok((l, name.bytes().next().map_or(-1, i32::from))),
        _ => refuse(),
    }
}

/// What follows `:` in a field.
pub(crate) fn format_spec<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> E<'a> {
    let parts = p.take_exprs(m);
    let values = match parts {
        [] => parts,
        [Expr { kind: ExprKind::Constant { .. }, .. }] => parts,
        _ => fold(p, parts),
    };
    p.expr(l, ExprKind::JoinedStr { values }, r)
}

/// A field; with `=` the text of the expression comes before it.
#[expect(clippy::too_many_arguments, reason = "the parts of a field, each once")]
pub(crate) fn fstring_field<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    value: E<'a>,
    debug: Option<&'a str>,
    conversion: Option<(Loc, i32)>,
    spec: Option<E<'a>>,
    brace: Loc,
    r: Loc,
) {
    if let Some(text) = debug {
        let text = without_comments(p, text);
        let end = match (conversion, spec) {
            (Some((mark, _)), _) => mark,
            (None, Some(spec)) => start_of(spec.span),
            (None, None) => brace,
        };
        let start = Loc { col: l.col + 1, ..l };
        let shown = p.expr(start, ExprKind::Constant { value: Constant::Str(text.as_bytes()), kind: None }, end);
        p.exprs.push(shown);
    }
    let conversion = match conversion {
        Some((_, c)) => c,
        None if debug.is_some() && spec.is_none() => i32::from(b'r'),
        None => -1,
    };
    let field = p.expr(l, ExprKind::FormattedValue { value, conversion, format_spec: spec }, r);
    p.exprs.push(field);
}

/// The text of an expression as `=` shows it: comments are left out, strings are left alone.
fn without_comments<'a>(p: &Builder<'a>, text: &'a str) -> &'a str {
    if !text.contains('#') {
        return text;
    }
    let mut kept = bumpalo::collections::String::with_capacity_in(text.len(), p.arena);
    let mut quote = None;
    let mut in_comment = false;
    for c in text.chars() {
        match c {
            '\n' if in_comment => in_comment = false,
            _ if in_comment => continue,
            '\'' | '"' if quote.is_none() => quote = Some(c),
            '\'' | '"' if quote == Some(c) => quote = None,
            '#' if quote.is_none() => {
                in_comment = true;
                continue;
            }
            _ => {}
        }
        kept.push(c);
    }
    kept.into_bump_str()
}
