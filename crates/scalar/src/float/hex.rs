//! Floats in hexadecimal. Counterpart: `float.hex` and `float.fromhex`.
//!
//! Invariant: `from_hex(to_hex(x))` is `x`; any other text is rounded once, ties to even.

use super::{FloatError, Result, parts, round_parts};
use crate::int::{digits_value, is_int_space};

/// `value.hex()`
pub fn to_hex(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (mantissa, exponent, _) = parts(value);
    format!("{sign}0x{}.{:013x}p{:+}", mantissa >> 52, mantissa & ((1 << 52) - 1), exponent + 52)
}

/// `float.fromhex(text)` for ASCII text.
pub fn from_hex(text: &[u8]) -> Result {
    let start = text.iter().position(|&b| !is_int_space(b)).unwrap_or(text.len());
    let end = text.iter().rposition(|&b| !is_int_space(b)).map_or(start, |i| i + 1);
    let text = text.get(start..end).unwrap_or_default();
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let lower = text.to_ascii_lowercase();
    let magnitude = match lower.as_slice() {
        b"inf" | b"infinity" => f64::INFINITY,
        b"nan" => f64::NAN,
        [b'0', b'x', rest @ ..] => number(rest)?,
        other => number(other)?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn number(text: &[u8]) -> Result {
    let invalid = FloatError::InvalidHex;
    let (digits, exponent) = match text.iter().position(|&b| b == b'p') {
        Some(at) => {
            let (digits, rest) = text.split_at(at);
            (digits, binary_exponent(rest.get(1..).unwrap_or_default()).ok_or(FloatError::InvalidHex)?)
        }
        None => (text, 0),
    };
    let (mut q, mut sticky, mut scale) = (0_u64, false, 0_i64);
    let (mut any, mut point) = (false, false);
    for &byte in digits {
        if byte == b'.' {
            if point {
                return Err(invalid);
            }
            point = true;
            continue;
        }
        let digit = u64::from(digits_value(byte));
        if digit > 15 {
            return Err(invalid);
        }
        any = true;
        if q >> 60 == 0 {
            q = q << 4 | digit;
        } else {
            // 60 bits and more are there: the rest only says whether something was lost.
            sticky |= digit != 0;
            scale += 4;
        }
        if point {
            scale -= 4;
        }
    }
    if !any {
        return Err(invalid);
    }
    round_parts(q, scale.saturating_add(exponent).clamp(-1 << 40, 1 << 40), sticky).ok_or(FloatError::HexOverflow)
}

/// A decimal exponent with a sign; one that is absurdly large still says only "huge".
fn binary_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() {
        return None;
    }
    let mut value = 0_i64;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value.saturating_mul(10).saturating_add(i64::from(byte - b'0')).min(1 << 50);
    }
    Some(if negative { -value } else { value })
}
