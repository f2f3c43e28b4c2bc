//! Case of whole texts. Counterpart: `do_upper`, `do_lower`, `do_title` and their kin in `Objects/unicodeobject.c`.
//!
//! Invariant: full mappings (`ß` becomes `SS`), and a sigma that ends a word becomes the final one. Results are code
//! points, since a mapping may need wider units than the text had.

use super::CodeUnit;
use crate::unicode::{self, Mapped};

const SIGMA: u32 = 0x3a3;

fn map_all<U: CodeUnit>(text: &[U], mut map: impl FnMut(usize, u32) -> Mapped) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (i, &unit) in text.iter().enumerate() {
        match map(i, unit.into()).as_slice() {
            [one] => out.push(*one),
            several => out.extend_from_slice(several),
        }
    }
    out
}

/// `str.upper`
pub fn upper<U: CodeUnit>(text: &[U]) -> Vec<u32> {
    map_all(text, |_, c| unicode::to_upper(c))
}

/// `str.lower`
pub fn lower<U: CodeUnit>(text: &[U]) -> Vec<u32> {
    map_all(text, |i, c| lower_at(text, i, c))
}

/// `str.casefold`
pub fn casefold<U: CodeUnit>(text: &[U]) -> Vec<u32> {
    map_all(text, |_, c| unicode::to_casefold(c))
}

/// `str.swapcase`
pub fn swapcase<U: CodeUnit>(text: &[U]) -> Vec<u32> {
    map_all(text, |i, c| {
        if unicode::is_upper(c) {
            lower_at(text, i, c)
        } else if unicode::is_lower(c) {
            unicode::to_upper(c)
        } else {
            Mapped::one(c)
        }
    })
}

/// `str.capitalize`
pub fn capitalize<U: CodeUnit>(text: &[U]) -> Vec<u32> {
    map_all(text, |i, c| if i == 0 { unicode::to_title(c) } else { lower_at(text, i, c) })
}

/// `str.title`
pub fn title<U: CodeUnit>(text: &[U]) -> Vec<u32> {
    let mut after_cased = false;
    map_all(text, |i, c| {
        let mapped = if after_cased { lower_at(text, i, c) } else { unicode::to_title(c) };
        // CPython asks whether the character is cased, not whether it is a letter.
        after_cased = unicode::is_upper(c) || unicode::is_lower(c) || unicode::is_title(c) || unicode::is_cased(c);
        mapped
    })
}

fn lower_at<U: CodeUnit>(text: &[U], i: usize, c: u32) -> Mapped {
    if c == SIGMA {
        return Mapped::one(if is_final_sigma(text, i) { 0x3c2 } else { 0x3c3 });
    }
    unicode::to_lower(c)
}

/// Whether a cased character stands before the sigma and none after it, looking past what is ignored.
fn is_final_sigma<U: CodeUnit>(text: &[U], i: usize) -> bool {
    let cased = |unit: Option<&U>| unit.is_some_and(|&u| unicode::is_cased(u.into()));
    let counts = |unit: &&U| !unicode::is_case_ignorable((**unit).into());
    let (before, after) = text.split_at_checked(i).unwrap_or_default();
    cased(before.iter().rev().find(counts)) && !cased(after.iter().skip(1).find(counts))
}

/// `str.isupper`: at least one cased character, all of them upper.
pub fn is_upper<U: CodeUnit>(text: &[U]) -> bool {
    let mut any = false;
    for &unit in text {
        let c = unit.into();
        if unicode::is_lower(c) || unicode::is_title(c) {
            return false;
        }
        any = any || unicode::is_upper(c);
    }
    any
}

/// `str.islower`: at least one cased character, all of them lower.
pub fn is_lower<U: CodeUnit>(text: &[U]) -> bool {
    let mut any = false;
    for &unit in text {
        let c = unit.into();
        if unicode::is_upper(c) || unicode::is_title(c) {
            return false;
        }
        any = any || unicode::is_lower(c);
    }
    any
}

/// `str.istitle`: capitals only after what has no case, small letters only after what has.
pub fn is_title<U: CodeUnit>(text: &[U]) -> bool {
    let (mut any, mut after_cased) = (false, false);
    for &unit in text {
        let c = unit.into();
        if unicode::is_upper(c) || unicode::is_title(c) {
            if after_cased {
                return false;
            }
            (any, after_cased) = (true, true);
        } else if unicode::is_lower(c) {
            if !after_cased {
                return false;
            }
            any = true;
        } else {
            after_cased = false;
        }
    }
    any
}

/// `str.isidentifier`
pub fn is_identifier(text: impl IntoIterator<Item = u32>) -> bool {
    let mut units = text.into_iter();
    units.next().is_some_and(unicode::is_xid_start) && units.all(unicode::is_xid_continue)
}
