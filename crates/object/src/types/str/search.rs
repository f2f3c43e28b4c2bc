//! Looking for text in text of any kinds.
//!
//! CPython counterpart: `any_find_slice`, `PyUnicode_Contains`, `unicode_count_impl`. Invariant: a needle is brought to the width of the
//! haystack first; one that does not fit that width cannot occur. The search itself is `scalar`'s, linear for every input.

use minipy_scalar::text::{self, CodeUnit};
use smallvec::SmallVec;

use super::storage::{Data, code, with_units};

/// The code points in units of another width, if all fit.
pub(super) fn to_units<U: CodeUnit>(data: Data<'_>) -> Option<SmallVec<[U; 16]>> {
    with_units!(data, units => units.iter().map(|&unit| U::from_code_point(code(unit))).collect())
}

/// Run code with the haystack's units and the needle's in the same width; or the other code where the needle cannot occur.
macro_rules! in_same_units {
    ($haystack:expr, $needle:expr, ($h:ident, $n:ident) => $body:expr, else $none:expr) => {
        match ($haystack, $needle) {
            (
                $crate::types::str::Data::Ascii($h) | $crate::types::str::Data::Latin1($h),
                $crate::types::str::Data::Ascii($n) | $crate::types::str::Data::Latin1($n),
            ) => $body,
            ($crate::types::str::Data::Ucs2($h), $crate::types::str::Data::Ucs2($n)) => $body,
            ($crate::types::str::Data::Ucs4($h), $crate::types::str::Data::Ucs4($n)) => $body,
            ($crate::types::str::Data::Ascii($h) | $crate::types::str::Data::Latin1($h), needle) => {
                match $crate::types::str::search::to_units::<u8>(needle) {
                    Some(units) => {
                        let $n: &[u8] = &units;
                        $body
                    }
                    None => $none,
                }
            }
            ($crate::types::str::Data::Ucs2($h), needle) => match $crate::types::str::search::to_units::<u16>(needle) {
                Some(units) => {
                    let $n: &[u16] = &units;
                    $body
                }
                None => $none,
            },
            ($crate::types::str::Data::Ucs4($h), needle) => match $crate::types::str::search::to_units::<u32>(needle) {
                Some(units) => {
                    let $n: &[u32] = &units;
                    $body
                }
                None => $none,
            },
        }
    };
}
pub(super) use in_same_units;

/// The first place of `needle`.
pub(super) fn find(haystack: Data<'_>, needle: Data<'_>) -> Option<usize> {
    in_same_units!(haystack, needle, (h, n) => text::find(h, n), else None)
}

/// The last place of `needle`.
pub(super) fn rfind(haystack: Data<'_>, needle: Data<'_>) -> Option<usize> {
    in_same_units!(haystack, needle, (h, n) => text::rfind(h, n), else None)
}

/// How often `needle` occurs without overlap.
pub(super) fn count(haystack: Data<'_>, needle: Data<'_>) -> usize {
    in_same_units!(haystack, needle, (h, n) => text::count(h, n, usize::MAX), else 0)
}

/// The places of `needle` that do not overlap, the first `limit` of them.
pub(super) fn places(haystack: Data<'_>, needle: Data<'_>, limit: usize) -> Vec<usize> {
    in_same_units!(haystack, needle, (h, n) => text::find_iter(h, n).take(limit).collect(), else Vec::new())
}
