//! Finding text in text. Counterpart: `Objects/stringlib/fastsearch.h`.
//!
//! Invariant: linear time for every input. Bytes are searched by the memchr crate; wider units by comparing at each
//! place that has the right first unit, until that has cost more than it should, then by Knuth, Morris and Pratt's
//! method.

use std::cmp::Ordering;

use memchr::memmem;

use super::{CodeUnit, cut};

/// Texts up to this length are searched without preparation.
const SHORT: usize = 64;

/// A needle made ready to be looked for more than once.
pub struct Finder<'n, U: CodeUnit> {
    needle: &'n [U],
    bytes: Option<memmem::Finder<'n>>,
}

impl<'n, U: CodeUnit> Finder<'n, U> {
    /// Prepares a needle.
    pub fn new(needle: &'n [U]) -> Self {
        let bytes = if needle.len() > 1 { U::as_bytes(needle).map(memmem::Finder::new) } else { None };
        Self { needle, bytes }
    }

    /// The first place of the needle; 0 for an empty one.
    pub fn find(&self, haystack: &[U]) -> Option<usize> {
        match (self.needle, &self.bytes, U::as_bytes(haystack)) {
            ([], _, _) => Some(0),
            ([unit], _, _) => unit.position(haystack),
            (_, Some(finder), Some(bytes)) => finder.find(bytes),
            _ => find_wide(haystack.iter(), self.needle.iter(), haystack.len(), self.needle.len()),
        }
    }
}

/// The first place of `needle`; 0 for an empty one.
pub fn find<U: CodeUnit>(haystack: &[U], needle: &[U]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [unit] => unit.position(haystack),
        _ => match (U::as_bytes(haystack), U::as_bytes(needle)) {
            (Some(h), Some(n)) if h.len() <= SHORT => h.windows(n.len()).position(|window| window == n),
            (Some(h), Some(n)) => memmem::find(h, n),
            _ => find_wide(haystack.iter(), needle.iter(), haystack.len(), needle.len()),
        },
    }
}

/// The last place of `needle`; the end for an empty one.
pub fn rfind<U: CodeUnit>(haystack: &[U], needle: &[U]) -> Option<usize> {
    match needle {
        [] => Some(haystack.len()),
        [unit] => unit.rposition(haystack),
        _ => match (U::as_bytes(haystack), U::as_bytes(needle)) {
            (Some(h), Some(n)) => memmem::rfind(h, n),
            _ => find_wide(haystack.iter().rev(), needle.iter().rev(), haystack.len(), needle.len())
                .map(|from_end| haystack.len() - from_end - needle.len()),
        },
    }
}

/// The places of `needle` that do not overlap, from the left; an empty needle stands before each unit and at the end.
pub fn find_iter<'a, U: CodeUnit>(haystack: &'a [U], needle: &'a [U]) -> impl Iterator<Item = usize> + 'a {
    // In a short text the preparation would cost more than the search.
    let finder = if haystack.len() > SHORT { Some(Finder::new(needle)) } else { None };
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = haystack.get(at..)?;
        let found = at
            + match &finder {
                Some(finder) => finder.find(rest)?,
                None => find(rest, needle)?,
            };
        at = found + needle.len().max(1);
        Some(found)
    })
}

/// How often `needle` is found without overlap; not more often than `limit`.
pub fn count<U: CodeUnit>(haystack: &[U], needle: &[U], limit: usize) -> usize {
    match needle {
        [] => (haystack.len() + 1).min(limit),
        [unit] if limit == usize::MAX => match U::as_bytes(haystack) {
            Some(bytes) => {
                let wanted: u32 = (*unit).into();
                memchr::memchr_iter(wanted as u8, bytes).count()
            }
            None => haystack.iter().filter(|u| *u == unit).count(),
        },
        _ => find_iter(haystack, needle).take(limit).count(),
    }
}

/// The same code points in units of another width; `None` where one does not fit, so that the text cannot occur in
/// one of that width.
pub fn convert<U: CodeUnit, V: CodeUnit>(text: &[U]) -> Option<Vec<V>> {
    text.iter().map(|&u| V::from_code_point(u.into())).collect()
}

/// Looks from whichever end the iterators begin at.
fn find_wide<'a, U: CodeUnit, I>(haystack: I, needle: I, n: usize, m: usize) -> Option<usize>
where
    I: Iterator<Item = &'a U> + Clone,
{
    if m > n {
        return None;
    }
    let first = needle.clone().next()?;
    // Comparisons that found nothing may cost this much before the method changes.
    let mut budget = 4 * n + 64;
    let mut at = 0;
    let mut rest = haystack.clone();
    while at + m <= n {
        let here = rest.clone();
        if rest.next()? == first {
            let same = here.zip(needle.clone()).take_while(|(a, b)| a == b).count();
            if same == m {
                return Some(at);
            }
            budget = budget.saturating_sub(same);
            if budget == 0 {
                return find_linear(rest, needle, m).map(|found| at + 1 + found);
            }
        }
        at += 1;
    }
    None
}

fn find_linear<'a, U: CodeUnit, I>(haystack: I, needle: I, m: usize) -> Option<usize>
where
    I: Iterator<Item = &'a U> + Clone,
{
    let needle: Vec<U> = needle.copied().collect();
    // For each prefix of the needle, the length of its longest proper prefix that is also its suffix.
    let mut border = vec![0_usize; m];
    let back = |border: &[usize], k: usize| border.get(k.wrapping_sub(1)).copied().unwrap_or(0);
    let mut k = 0;
    for (i, unit) in needle.iter().enumerate().skip(1) {
        while k > 0 && needle.get(k) != Some(unit) {
            k = back(&border, k);
        }
        if needle.get(k) == Some(unit) {
            k += 1;
        }
        if let Some(slot) = border.get_mut(i) {
            *slot = k;
        }
    }
    let mut k = 0;
    for (i, unit) in haystack.enumerate() {
        while k > 0 && needle.get(k) != Some(unit) {
            k = back(&border, k);
        }
        if needle.get(k) == Some(unit) {
            k += 1;
        }
        if k == m {
            return Some(i + 1 - m);
        }
    }
    None
}

/// Compares two texts of any widths by code points.
pub fn compare<U: CodeUnit, V: CodeUnit>(a: &[U], b: &[V]) -> Ordering {
    let common = a.len().min(b.len());
    for (&x, &y) in cut(a, 0, common).iter().zip(b) {
        let (x, y): (u32, u32) = (x.into(), y.into());
        if x != y {
            return x.cmp(&y);
        }
    }
    a.len().cmp(&b.len())
}
