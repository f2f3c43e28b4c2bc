//! The case of strings, and the questions `isalpha()` to `isupper()`.
//!
//! CPython counterpart: `case_operation`, `unicode_lower`, `unicode_isalpha_impl` and their kin. Invariant: ASCII text takes a byte-wise
//! path that never looks into the Unicode tables and gives the same answer.

use minipy_scalar::{text, unicode};

use super::storage::{Data, Str, code, with_units};
use super::this_str;
use crate::header::PyObject;
use crate::pyref::Py;
use crate::state::{PyResult, ThreadState};

/// The string of code points that a mapping made.
fn mapped(ts: &ThreadState, codes: &[u32]) -> PyResult {
    Ok(Str::from_data(ts, Data::Ucs4(codes))?.into_ref())
}

fn mapped_ascii(made: PyResult<Py<Str>>) -> PyResult {
    Ok(made?.into_ref())
}

/// `str.lower`
pub(super) fn lower(ts: &ThreadState, this: &PyObject) -> PyResult {
    match this_str(ts, this)?.data() {
        Data::Ascii(units) => mapped_ascii(Str::map_ascii(ts, units, |unit| unit.to_ascii_lowercase())),
        data => with_units!(data, units => mapped(ts, &text::lower(units))),
    }
}

/// `str.upper`
pub(super) fn upper(ts: &ThreadState, this: &PyObject) -> PyResult {
    match this_str(ts, this)?.data() {
        Data::Ascii(units) => mapped_ascii(Str::map_ascii(ts, units, |unit| unit.to_ascii_uppercase())),
        data => with_units!(data, units => mapped(ts, &text::upper(units))),
    }
}

/// `str.casefold`
pub(super) fn casefold(ts: &ThreadState, this: &PyObject) -> PyResult {
    match this_str(ts, this)?.data() {
        Data::Ascii(units) => mapped_ascii(Str::map_ascii(ts, units, |unit| unit.to_ascii_lowercase())),
        data => with_units!(data, units => mapped(ts, &text::casefold(units))),
    }
}

/// `str.swapcase`
pub(super) fn swapcase(ts: &ThreadState, this: &PyObject) -> PyResult {
    let swap = |unit: u8| if unit.is_ascii_alphabetic() { unit ^ 0x20 } else { unit };
    match this_str(ts, this)?.data() {
        Data::Ascii(units) => mapped_ascii(Str::map_ascii(ts, units, swap)),
        data => with_units!(data, units => mapped(ts, &text::swapcase(units))),
    }
}

/// `str.capitalize`
pub(super) fn capitalize(ts: &ThreadState, this: &PyObject) -> PyResult {
    let this = this_str(ts, this)?;
    if this.is_empty() {
        return Ok(this.to_exact(ts)?.into_ref());
    }
    with_units!(this.data(), units => mapped(ts, &text::capitalize(units)))
}

/// `str.title`
pub(super) fn title(ts: &ThreadState, this: &PyObject) -> PyResult {
    with_units!(this_str(ts, this)?.data(), units => mapped(ts, &text::title(units)))
}

/// Whether the text is not empty and all its code points are so.
fn all(ts: &ThreadState, this: &PyObject, holds: impl Fn(u32) -> bool) -> PyResult {
    let answer = with_units!(this_str(ts, this)?.data(), units => !units.is_empty() && units.iter().all(|&unit| holds(code(unit))));
    Ok(ts.bool(answer))
}

macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident $holds:path;)*) => { $(
        $(#[$doc])*
        pub(super) fn $name(ts: &ThreadState, this: &PyObject) -> PyResult {
            all(ts, this, $holds)
        }
    )* };
}

questions! {
    /// `str.isalnum`
    isalnum unicode::is_alnum;
    /// `str.isalpha`
    isalpha unicode::is_alpha;
    /// `str.isdecimal`
    isdecimal unicode::is_decimal;
    /// `str.isdigit`
    isdigit unicode::is_digit;
    /// `str.isnumeric`
    isnumeric unicode::is_numeric;
    /// `str.isspace`
    isspace unicode::is_space;
}

/// `str.isprintable`: also of the empty string.
pub(super) fn isprintable(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(with_units!(this_str(ts, this)?.data(), units => units.iter().all(|&unit| unicode::is_printable(code(unit))))))
}

/// `str.isascii`
pub(super) fn isascii(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(matches!(this_str(ts, this)?.data(), Data::Ascii(_))))
}

/// `str.isidentifier`
pub(super) fn isidentifier(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(text::is_identifier(this_str(ts, this)?.chars())))
}

/// `str.islower`
pub(super) fn islower(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(with_units!(this_str(ts, this)?.data(), units => text::is_lower(units))))
}

/// `str.isupper`
pub(super) fn isupper(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(with_units!(this_str(ts, this)?.data(), units => text::is_upper(units))))
}

/// `str.istitle`
pub(super) fn istitle(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(with_units!(this_str(ts, this)?.data(), units => text::is_title(units))))
}
