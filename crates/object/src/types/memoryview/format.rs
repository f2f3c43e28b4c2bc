//! The element formats of memoryviews.
//!
//! CPython counterpart: `unpack_single` and `pack_single` in `Objects/memoryobject.c`. Invariant: sizes are those of a 64-bit machine,
//! bytes in the machine's order.

use crate::header::PyObject;
use crate::protocol;
use crate::state::{PyResult, ThreadState};
use crate::types::bytes::Bytes;
use crate::types::float::Float;
use crate::types::int::Int;
use crate::types::sequence::has_index;

/// What an element is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Char,
    SignedByte,
    UnsignedByte,
    Bool,
    Short,
    UnsignedShort,
    Int,
    UnsignedInt,
    Long,
    UnsignedLong,
    LongLong,
    UnsignedLongLong,
    Ssize,
    Size,
    Half,
    Float,
    Double,
    Pointer,
}

impl Format {
    /// The format of a text such as `B` or `@I`.
    pub(super) fn parse(text: &str) -> Option<Format> {
        let mut chars = text.strip_prefix('@').unwrap_or(text).chars();
        let format = match chars.next()? {
            'c' => Format::Char,
            'b' => Format::SignedByte,
            'B' => Format::UnsignedByte,
            '?' => Format::Bool,
            'h' => Format::Short,
            'H' => Format::UnsignedShort,
            'i' => Format::Int,
            'I' => Format::UnsignedInt,
            'l' => Format::Long,
            'L' => Format::UnsignedLong,
            'q' => Format::LongLong,
            'Q' => Format::UnsignedLongLong,
            'n' => Format::Ssize,
            'N' => Format::Size,
            'e' => Format::Half,
            'f' => Format::Float,
            'd' => Format::Double,
            'P' => Format::Pointer,
            _ => return None,
        };
        chars.next().is_none().then_some(format)
    }

    /// Its character.
    pub(super) fn code(self) -> char {
        match self {
            Format::Char => 'c',
            Format::SignedByte => 'b',
            Format::UnsignedByte => 'B',
            Format::Bool => '?',
            Format::Short => 'h',
            Format::UnsignedShort => 'H',
            Format::Int => 'i',
            Format::UnsignedInt => 'I',
            Format::Long => 'l',
            Format::UnsignedLong => 'L',
            Format::LongLong => 'q',
            Format::UnsignedLongLong => 'Q',
            Format::Ssize => 'n',
            Format::Size => 'N',
            Format::Half => 'e',
            Format::Float => 'f',
            Format::Double => 'd',
            Format::Pointer => 'P',
        }
    }

    /// Bytes of an element.
    pub(super) fn size(self) -> usize {
        match self {
            Format::Char | Format::SignedByte | Format::UnsignedByte | Format::Bool => 1,
            Format::Short | Format::UnsignedShort | Format::Half => 2,
            Format::Int | Format::UnsignedInt | Format::Float => 4,
            Format::Long
            | Format::UnsignedLong
            | Format::LongLong
            | Format::UnsignedLongLong
            | Format::Ssize
            | Format::Size
            | Format::Double
            | Format::Pointer => 8,
        }
    }

    /// Whether casts to and from every format are allowed.
    pub(super) fn is_byte(self) -> bool {
        matches!(self, Format::Char | Format::SignedByte | Format::UnsignedByte)
    }

    /// The range of an integer format, and whether its values have a sign.
    fn range(self) -> Option<(i128, i128)> {
        let signed = match self {
            Format::SignedByte | Format::Short | Format::Int | Format::Long | Format::LongLong | Format::Ssize => true,
            Format::UnsignedByte
            | Format::UnsignedShort
            | Format::UnsignedInt
            | Format::UnsignedLong
            | Format::UnsignedLongLong
            | Format::Size
            | Format::Pointer => false,
            Format::Char | Format::Bool | Format::Half | Format::Float | Format::Double => return None,
        };
        let bits = self.size() * 8;
        Some(if signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) })
    }

    /// The object that an element's bytes stand for.
    pub(super) fn unpack(self, ts: &ThreadState, raw: [u8; 8]) -> PyResult {
        let [a, b, c, d, ..] = raw;
        match self {
            Format::Char => Ok(Bytes::new(ts, &[a])?.into_ref()),
            Format::Bool => Ok(ts.bool(a != 0)),
            Format::Half => Ok(ts.new_float(from_half(u16::from_ne_bytes([a, b])))?.into_ref()),
            Format::Float => Ok(ts.new_float(f64::from(f32::from_ne_bytes([a, b, c, d])))?.into_ref()),
            Format::Double => Ok(ts.new_float(f64::from_ne_bytes(raw))?.into_ref()),
            Format::SignedByte => Ok(ts.new_int(i64::from(a as i8))?.into_ref()),
            Format::UnsignedByte => Ok(ts.new_int(i64::from(a))?.into_ref()),
            Format::Short => Ok(ts.new_int(i64::from(i16::from_ne_bytes([a, b])))?.into_ref()),
            Format::UnsignedShort => Ok(ts.new_int(i64::from(u16::from_ne_bytes([a, b])))?.into_ref()),
            Format::Int => Ok(ts.new_int(i64::from(i32::from_ne_bytes([a, b, c, d])))?.into_ref()),
            Format::UnsignedInt => Ok(ts.new_int(i64::from(u32::from_ne_bytes([a, b, c, d])))?.into_ref()),
            Format::Long | Format::LongLong | Format::Ssize => Ok(ts.new_int(i64::from_ne_bytes(raw))?.into_ref()),
            Format::UnsignedLong | Format::UnsignedLongLong | Format::Size | Format::Pointer => {
                Ok(Int::from_scalar(ts, minipy_scalar::Int::from(u64::from_ne_bytes(raw)))?.into_ref())
            }
        }
    }

    /// The bytes of an element for an object.
    pub(super) fn pack(self, ts: &ThreadState, value: &PyObject) -> PyResult<[u8; 8]> {
        let bad_type = || ts.type_error(format_args!("memoryview: invalid type for format '{}'", self.code()));
        let bad_value = || ts.value_error(format_args!("memoryview: invalid value for format '{}'", self.code()));
        let mut raw = [0; 8];
        let bytes: [u8; 16] = match self {
            Format::Char => {
                let bytes = value.downcast::<Bytes>().ok_or_else(bad_type)?;
                let &[byte] = bytes.as_bytes() else { return Err(bad_value()) };
                i128::from(byte).to_le_bytes()
            }
            Format::Bool => i128::from(protocol::is_true(ts, value)?).to_le_bytes(),
            Format::Half | Format::Float | Format::Double => {
                let number = match Float::as_double(ts, value) {
                    Ok(number) => number,
                    // CPython: `fix_error_int`.
                    Err(raised) if ts.exception_is(&raised, &ts.types().type_error) => {
                        ts.clear_exception(raised);
                        return Err(bad_type());
                    }
                    Err(raised)
                        if ts.exception_is(&raised, &ts.types().overflow_error) || ts.exception_is(&raised, &ts.types().value_error) =>
                    {
                        ts.clear_exception(raised);
                        return Err(bad_value());
                    }
                    Err(raised) => return Err(raised),
                };
                match self {
                    Format::Half => i128::from(to_half(number).ok_or_else(&bad_value)?).to_le_bytes(),
                    Format::Float => i128::from((number as f32).to_bits()).to_le_bytes(),
                    _ => i128::from(number.to_bits()).to_le_bytes(),
                }
            }
            Format::SignedByte
            | Format::UnsignedByte
            | Format::Short
            | Format::UnsignedShort
            | Format::Int
            | Format::UnsignedInt
            | Format::Long
            | Format::UnsignedLong
            | Format::LongLong
            | Format::UnsignedLongLong
            | Format::Ssize
            | Format::Size
            | Format::Pointer => {
                if !has_index(value) {
                    return Err(bad_type());
                }
                let number = protocol::index(ts, value)?;
                let wide = match number.as_i64() {
                    Some(small) => Some(i128::from(small)),
                    None => number.value().as_u64().map(i128::from),
                };
                match (wide, self.range()) {
                    (Some(wide), Some((low, high))) if low <= wide && wide <= high => wide.to_le_bytes(),
                    (Some(_) | None, _) => return Err(bad_value()),
                }
            }
        };
        // The low bytes, in the machine's order.
        for (to, from) in raw.iter_mut().zip(bytes).take(self.size()) {
            *to = from;
        }
        if cfg!(target_endian = "big")
            && let Some(used) = raw.get_mut(..self.size())
        {
            used.reverse();
        }
        Ok(raw)
    }
}

/// The value of a half-precision float.
fn from_half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let magnitude = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    };
    sign * magnitude
}

/// The nearest half-precision float, ties to even; `None` where it would be infinite and the value is not.
fn to_half(value: f64) -> Option<u16> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    if value.is_nan() {
        return Some(sign | 0x7e00);
    }
    let magnitude = value.abs();
    if magnitude.is_infinite() {
        return Some(sign | 0x7c00);
    }
    // The unit of the last place: that of subnormals below 2**-14.
    let exponent = if magnitude < 2f64.powi(-14) { -14 } else { ((magnitude.to_bits() >> 52) as i32) - 1023 };
    if exponent > 15 {
        return None;
    }
    let units = (magnitude / 2f64.powi(exponent - 10)).round_ties_even() as u32;
    // Rounding up to the next power of two carries into the exponent by itself.
    let bits = ((exponent + 14) as u32 * 1024) + units;
    let bits = if units < 1024 && exponent == -14 { units } else { bits };
    u16::try_from(bits).ok().filter(|&bits| bits < 0x7c00).map(|bits| sign | bits)
}
