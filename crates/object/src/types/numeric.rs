//! What int, float and complex share: errors of `scalar`, the text that a constructor reads, the text that a format makes.
//!
//! CPython counterpart: pieces of `Objects/abstract.c` (`PyNumber_Long`, `PyNumber_Float`) and `Python/formatter_unicode.c`. Invariant:
//! work whose size the program chooses is counted before it is done.

use std::borrow::Cow;
use std::io::Write;

use minipy_scalar::format::{Align, Padded, Spec};
use minipy_scalar::int::{IntError, IntRef, Op, cost, decimal_bytes};
use smallvec::SmallVec;

use crate::header::PyObject;
use crate::pyref::{Py, PyRef};
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::bytes::Bytes;
use crate::types::float::Float;
use crate::types::int::Int;
use crate::types::str::{Data, Str, StrBuilder};
use crate::types::textual::{arg_name, raise_scalar, type_name};

/// The exception that an integer operation asks for.
#[cold]
pub(crate) fn int_error(ts: &ThreadState, error: IntError) -> Raised {
    raise_scalar(ts, &error.into())
}

/// Poll before an operation on large ints whose price grows with their size.
#[inline]
pub(crate) fn tick_for(ts: &ThreadState, op: Op, a: IntRef<'_>, b: IntRef<'_>) -> PyResult<()> {
    tick_units(ts, cost(op, a, b))
}

/// Poll before `units` of work.
pub(crate) fn tick_units(ts: &ThreadState, units: u64) -> PyResult<()> {
    ts.tick(u32::try_from(units).unwrap_or(u32::MAX))
}

/// Poll before a conversion between text of `digits` digits and an int; short ones cost nothing worth counting.
pub(crate) fn tick_digits(ts: &ThreadState, digits: usize) -> PyResult<()> {
    if digits < 1000 {
        return Ok(());
    }
    let limbs = (digits / 19) as f64;
    tick_units(ts, (limbs.powf(1.585) * 8.0) as u64)
}

/// The text that `int(x)` and `float(x)` read, as ASCII, and the object whose repr an error shows. `None`: the object is no text.
/// CPython: the ends of `PyNumber_Long` and `PyFloat_FromString`.
pub(crate) fn number_text<'a>(ts: &ThreadState, object: &'a PyObject) -> PyResult<Option<(Cow<'a, [u8]>, Shown)>> {
    if let Some(text) = object.downcast::<Str>() {
        return Ok(Some((text.data().text().to_ascii_number(), Shown::Object(object.to_ref()))));
    }
    if let Some(bytes) = object.downcast::<Bytes>() {
        return Ok(Some((Cow::Borrowed(bytes.as_bytes()), Shown::Bytes)));
    }
    if object.ob_type().slots.bf_getbuffer.get().is_some() {
        let buffer = crate::buffer::get_full_buffer(ts, object)?;
        // What does not lie in one piece is no text.
        return Ok(buffer.contiguous.then_some((Cow::Owned(buffer.bytes), Shown::Bytes)));
    }
    Ok(None)
}

/// What an error about unreadable text shows.
pub(crate) enum Shown {
    /// The repr of a str.
    Object(PyRef),
    /// The repr of the bytes that were read.
    Bytes,
}

impl Shown {
    /// The repr, cut to `limit` characters. CPython: `%.200R`.
    pub(crate) fn text(&self, read: &[u8], limit: usize) -> String {
        let quoted = match self {
            Shown::Object(object) => match object.downcast::<Str>() {
                // The repr of the beginning is the beginning of the repr, except for the choice of the quote: take all of it.
                Some(text) => minipy_scalar::text::repr_str(text.chars()),
                None => String::new(),
            },
            Shown::Bytes => minipy_scalar::text::repr_bytes(read.get(..limit.min(read.len())).unwrap_or(read)),
        };
        match quoted.char_indices().nth(limit) {
            Some((end, _)) => quoted.get(..end).unwrap_or_default().to_owned(),
            None => quoted,
        }
    }
}

/// The most common specifications: `[0][width][.precision][d|x|f]`.
struct QuickSpec {
    zeros: bool,
    width: usize,
    precision: Option<usize>,
    kind: u8,
}

impl QuickSpec {
    /// `None` for all that is less common, and for what is wrong: [`format_number`] knows the rest.
    fn parse(spec: &[u8]) -> Option<QuickSpec> {
        let zeros = spec.first() == Some(&b'0');
        let (width, rest) = short_number(spec.get(usize::from(zeros)..)?)?;
        let (precision, rest) = match rest {
            [b'.', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit) => {
                let (precision, rest) = short_number(rest)?;
                (Some(precision), rest)
            }
            rest => (None, rest),
        };
        match *rest {
            [] => Some(QuickSpec { zeros, width, precision, kind: 0 }),
            [kind @ (b'd' | b'x' | b'f')] => Some(QuickSpec { zeros, width, precision, kind }),
            _ => None,
        }
    }

    /// The text in its field: zeros go behind the sign.
    fn pad(&self, ts: &ThreadState, text: &[u8]) -> PyResult<Py<Str>> {
        let Some(lacking) = self.width.checked_sub(text.len()).filter(|&lacking| lacking > 0) else {
            return Str::from_data(ts, Data::Ascii(text));
        };
        let sign = usize::from(self.zeros && text.first() == Some(&b'-'));
        let (sign, digits) = text.split_at_checked(sign).unwrap_or((&[], text));
        let mut out: SmallVec<[u8; 128]> = SmallVec::new();
        out.extend_from_slice(sign);
        out.extend(std::iter::repeat_n(if self.zeros { b'0' } else { b' ' }, lacking));
        out.extend_from_slice(digits);
        Str::from_data(ts, Data::Ascii(&out))
    }
}

/// Text that fits 160 bytes, on the native stack.
fn printed<'a>(buffer: &'a mut [u8; 160], text: std::fmt::Arguments<'_>) -> &'a [u8] {
    let mut room = buffer.as_mut_slice();
    // 99 digits of precision, 17 before the point, sign and point: there is room.
    let _ = room.write_fmt(text);
    let left = room.len();
    buffer.get(..160 - left).unwrap_or_default()
}

/// A number of at most two digits at the start of a text, 0 if there is none, and what follows.
fn short_number(text: &[u8]) -> Option<(usize, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(count)?;
    (count <= 2).then(|| (digits.iter().fold(0, |number, digit| number * 10 + usize::from(digit - b'0')), rest))
}

/// `format(x, spec)` of an exact int or float with one of the most common specifications; `None` where somebody else must do it.
pub(crate) fn quick_format(ts: &ThreadState, object: &PyObject, spec: Option<&PyObject>) -> PyResult<Option<Py<Str>>> {
    let (int, float) = (object.downcast_exact::<Int>(), object.downcast_exact::<Float>());
    if int.is_none() && float.is_none() {
        return Ok(None);
    }
    let spec = match spec.map(|spec| spec.downcast::<Str>().and_then(|spec| spec.as_ascii())) {
        None | Some(Some("")) => return crate::protocol::str(ts, object).map(Some),
        Some(None) => return Ok(None),
        Some(Some(spec)) => spec,
    };
    let Some(spec) = QuickSpec::parse(spec.as_bytes()) else { return Ok(None) };
    match (int.and_then(|int| int.as_i64()), float.map(|float| float.value())) {
        (Some(value), _) if spec.precision.is_none() && matches!(spec.kind, 0 | b'd') => {
            spec.pad(ts, decimal_bytes(value, &mut [0; 20])).map(Some)
        }
        (Some(value), _) if spec.precision.is_none() && spec.kind == b'x' => {
            let sign = if value < 0 { "-" } else { "" };
            spec.pad(ts, printed(&mut [0; 160], format_args!("{sign}{:x}", value.unsigned_abs()))).map(Some)
        }
        // Rust's digits are correctly rounded, as CPython's are.
        (None, Some(value)) if spec.kind == b'f' && value.abs() < 1e16 => {
            let precision = spec.precision.unwrap_or(6);
            spec.pad(ts, printed(&mut [0; 160], format_args!("{value:.precision$}"))).map(Some)
        }
        (Some(_) | None, _) => Ok(None),
    }
}

/// A formatted text as a str.
pub(crate) fn padded_str(ts: &ThreadState, padded: &Padded) -> PyResult {
    if padded.left == 0
        && padded.right == 0
        && let Some(text) = padded.body.as_str()
    {
        return Ok(ts.new_str(text)?.into_ref());
    }
    let mut out = StrBuilder::new();
    out.push_fill(ts, padded.fill, padded.left)?;
    out.push_wtf8(ts, padded.body.as_wtf8())?;
    out.push_fill(ts, padded.fill, padded.right)?;
    Ok(out.finish(ts)?.into_ref())
}

/// `x.__format__(spec)` of a number: an empty specification is `str(x)`, another is parsed and handed to `apply` with the type's name.
pub(crate) fn format_number(
    ts: &ThreadState,
    this: &PyObject,
    spec: &PyObject,
    apply: impl FnOnce(&Spec, &str) -> Result<Padded, minipy_scalar::Error>,
) -> PyResult {
    let Some(spec) = spec.downcast::<Str>() else {
        let given = arg_name(ts, spec);
        return Err(ts.type_error(format_args!("__format__() argument must be str, not {given}")));
    };
    if spec.is_empty() {
        return Ok(crate::protocol::str(ts, this)?.into_ref());
    }
    let kind = type_name(this);
    let made = Spec::parse(spec.data().text(), &kind, Align::Right).and_then(|spec| apply(&spec, &kind));
    padded_str(ts, &made.map_err(|error| raise_scalar(ts, &error))?)
}
