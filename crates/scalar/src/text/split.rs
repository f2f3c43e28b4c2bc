//! Splitting, stripping and padding. Counterpart: `Objects/stringlib/split.h`, `transmogrify.h`.
//!
//! Invariant: results are ranges of the text that was given; nothing is copied but where something is inserted.
//! What counts as space differs between str and bytes, so the caller says it.

use std::ops::Range;

use super::{CodeUnit, Ends, Finder, cut, rfind};
use crate::error::Error;

/// `text.split(sep, maxsplit)` for a separator that is not empty; `usize::MAX` for no limit.
pub fn split<'a, U: CodeUnit>(text: &'a [U], sep: &'a [U], maxsplit: usize) -> impl Iterator<Item = Range<usize>> + 'a {
    let finder = Finder::new(sep);
    let (mut start, mut left) = (Some(0), maxsplit);
    std::iter::from_fn(move || {
        let from = start?;
        let found = if left == 0 { None } else { finder.find(text.get(from..)?) };
        left = left.saturating_sub(1);
        match found {
            Some(at) => {
                start = Some(from + at + sep.len());
                Some(from..from + at)
            }
            None => {
                start = None;
                Some(from..text.len())
            }
        }
    })
}

/// `text.rsplit(sep, maxsplit)`, in the order of the text.
pub fn rsplit<U: CodeUnit>(text: &[U], sep: &[U], maxsplit: usize) -> Vec<Range<usize>> {
    let (mut parts, mut end) = (Vec::new(), text.len());
    while parts.len() < maxsplit {
        let Some(at) = rfind(cut(text, 0, end), sep) else {
            break;
        };
        parts.push(at + sep.len()..end);
        end = at;
    }
    parts.push(0..end);
    parts.reverse();
    parts
}

/// `text.split(None, maxsplit)`: the words between runs of space.
pub fn split_whitespace<U: CodeUnit>(text: &[U], maxsplit: usize, is_space: impl Fn(u32) -> bool) -> impl Iterator<Item = Range<usize>> {
    let (mut at, mut left) = (0, maxsplit);
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.iter().position(|&u| !is_space(u.into()))?;
        if left == 0 {
            at = text.len();
            return Some(start..at);
        }
        left -= 1;
        let word = text.get(start..)?;
        let end = word.iter().position(|&u| is_space(u.into())).map_or(text.len(), |n| start + n);
        at = end;
        Some(start..end)
    })
}

/// `text.rsplit(None, maxsplit)`, in the order of the text.
pub fn rsplit_whitespace<U: CodeUnit>(text: &[U], maxsplit: usize, is_space: impl Fn(u32) -> bool) -> Vec<Range<usize>> {
    let (mut parts, mut end) = (Vec::new(), text.len());
    while let Some(last) = cut(text, 0, end).iter().rposition(|&u| !is_space(u.into())) {
        if parts.len() >= maxsplit {
            parts.push(0..last + 1);
            break;
        }
        let start = cut(text, 0, last).iter().rposition(|&u| is_space(u.into())).map_or(0, |n| n + 1);
        parts.push(start..last + 1);
        end = start;
    }
    parts.reverse();
    parts
}

/// `text.splitlines(keepends)`; `is_break` is [`crate::unicode::is_linebreak`] for str, `\n` or `\r` for bytes.
pub fn lines<U: CodeUnit>(text: &[U], keepends: bool, is_break: impl Fn(u32) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let Some(n) = rest.iter().position(|&u| is_break(u.into())) else {
            at = text.len();
            return Some(start..at);
        };
        let code = |i: usize| text.get(i).map(|&u| u.into());
        let end = start + n;
        // A carriage return and a newline are one break.
        at = if code(end) == Some(0x0d) && code(end + 1) == Some(0x0a) { end + 2 } else { end + 1 };
        Some(start..if keepends { at } else { end })
    })
}

/// The part that is left when units for which `strips` holds are taken from the ends.
pub fn strip<U: CodeUnit>(text: &[U], ends: Ends, strips: impl Fn(u32) -> bool) -> Range<usize> {
    let keeps = |&u: &U| !strips(u.into());
    let start = if ends.left() { text.iter().position(keeps).unwrap_or(text.len()) } else { 0 };
    let end = if ends.right() { text.iter().rposition(keeps).map_or(start, |i| (i + 1).max(start)) } else { text.len() };
    start..end
}

/// [`strip`] of the units in `set`.
pub fn strip_set<U: CodeUnit, V: CodeUnit>(text: &[U], set: &[V], ends: Ends) -> Range<usize> {
    strip(text, ends, |c| V::from_code_point(c).is_some_and(|u| u.position(set).is_some()))
}

/// The longest text that is made by padding.
const MAX_UNITS: usize = 1 << 28;

/// `text.expandtabs(tabsize)`
pub fn expandtabs<U: CodeUnit>(text: &[U], tabsize: usize) -> Result<Vec<U>, Error> {
    let Some(space) = U::from_code_point(0x20) else {
        return Ok(text.to_vec());
    };
    let (mut out, mut column) = (Vec::with_capacity(text.len()), 0);
    for &unit in text {
        match unit.into() {
            0x09 => {
                if tabsize > 0 {
                    let fill = tabsize - column % tabsize;
                    let Some(len) = out.len().checked_add(fill).filter(|l| isize::try_from(*l).is_ok()) else {
                        return Err(Error::overflow("new string is too long"));
                    };
                    if len > MAX_UNITS.max(text.len()) {
                        return Err(Error::memory());
                    }
                    column += fill;
                    out.resize(len, space);
                }
            }
            c => {
                column = if c == 0x0a || c == 0x0d { 0 } else { column + 1 };
                out.push(unit);
            }
        }
    }
    Ok(out)
}

/// `text.zfill(width)`; `None` where the text is wide enough already.
pub fn zfill<U: CodeUnit>(text: &[U], width: usize) -> Result<Option<Vec<U>>, Error> {
    let fill = width.saturating_sub(text.len());
    let Some(zero) = U::from_code_point(0x30).filter(|_| fill > 0) else {
        return Ok(None);
    };
    if width > MAX_UNITS.max(text.len()) {
        return Err(Error::memory());
    }
    let signed = text.first().is_some_and(|&u| matches!(u.into(), 0x2b | 0x2d));
    let (sign, digits) = text.split_at_checked(usize::from(signed)).unwrap_or_default();
    let mut out = Vec::with_capacity(width);
    out.extend_from_slice(sign);
    out.resize(sign.len() + fill, zero);
    out.extend_from_slice(digits);
    Ok(Some(out))
}
