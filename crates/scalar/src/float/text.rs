//! Floats as decimal text, both ways. Counterpart: `PyOS_double_to_string`, `float_repr`, `PyFloat_FromString`.
//!
//! Invariant: `parse(repr(x)) == x` for every float, in the fewest digits; a precision gives that many digits of the
//! exact value, correctly rounded.

use super::{FloatError, Result};
use crate::int::is_int_space;

/// The shortest digits that read back as a positive finite float: `0.DIGITS * 10**point`.
#[derive(Clone, Copy, Debug)]
pub struct Shortest {
    digits: [u8; 17],
    len: u8,
    /// Where the decimal point stands, counted from before the first digit.
    pub point: i32,
}

impl Shortest {
    /// The digits, `0` for zero, otherwise without zeros at either end.
    pub fn digits(&self) -> &[u8] {
        self.digits.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// The shortest digits of `abs(value)`, which must be finite.
pub fn shortest(value: f64) -> Shortest {
    let mut result = Shortest { digits: [b'0'; 17], len: 0, point: 0 };
    if value == 0.0 || !value.is_finite() {
        return Shortest { len: 1, point: 1, ..result };
    }
    // The library lays the digits out in its own way; only digits and exponent are taken from it.
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value.abs());
    let (mantissa, exponent) = match text.split_once('e') {
        Some((m, e)) => (m, e.parse::<i32>().unwrap_or(0)),
        None => (text, 0),
    };
    let (mut seen, mut zeros, mut point) = (0_i32, 0_u8, None);
    for byte in mantissa.bytes() {
        match byte {
            b'.' => point = Some(seen),
            b'0' if result.len == 0 => {
                // Leading zeros carry no digit, but those behind the point move it.
                if point.is_some() {
                    seen += 1;
                    result.point -= 1;
                }
            }
            b'0' => {
                zeros += 1;
                seen += 1;
            }
            digit => {
                // Zeros count only once a digit follows them.
                result.len += zeros;
                zeros = 0;
                if let Some(slot) = result.digits.get_mut(usize::from(result.len)) {
                    *slot = digit;
                }
                result.len += 1;
                seen += 1;
            }
        }
    }
    // `seen` counted leading zeros behind the point too; `result.point` is already their negative.
    let integer_digits = point.unwrap_or(seen);
    result.point += exponent + integer_digits;
    result
}

/// `repr(value)`
pub fn repr(value: f64) -> String {
    // Between these the library lays out as Python does, unless it chose an exponent.
    if (1e-4..1e16).contains(&value.abs()) {
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format_finite(value);
        if !text.contains('e') {
            return text.to_owned();
        }
    }
    format(value, Code::Repr, 0, false, true)
}

/// How digits are chosen and laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// `r`: the shortest digits, an exponent outside 1e-4 to 1e16. Ignores the precision.
    Repr,
    /// `e`: one digit before the point, an exponent always.
    Exponent,
    /// `f`: no exponent.
    Fixed,
    /// `g`: as many significant digits as the precision says, an exponent where that is shorter.
    General,
}

/// The digits that the largest float has before the point and the smallest behind it: beyond, all are zero.
const MAX_DIGITS: usize = 1100;

/// The text of `value`, lower case, with `-` where the sign bit is set (not for a NaN). `alternate` (`#`) keeps the
/// point and the zeros at the end; `dot_zero` adds `.0` to what would read as an integer. Counterpart:
/// `PyOS_double_to_string`.
pub fn format(value: f64, code: Code, precision: usize, alternate: bool, dot_zero: bool) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.to_owned();
    }
    let mut out = String::with_capacity(24);
    if value.is_sign_negative() {
        out.push('-');
    }
    let magnitude = value.abs();
    match code {
        Code::Repr => {
            let short = shortest(magnitude);
            let exponent = short.point <= -4 || short.point > 16;
            lay_out(&mut out, short.digits(), short.point, exponent, alternate, dot_zero);
        }
        Code::Fixed => {
            let places = precision.min(MAX_DIGITS);
            // Writing into a String cannot fail.
            let _ = std::fmt::Write::write_fmt(&mut out, format_args!("{magnitude:.places$}"));
            push_zeros(&mut out, precision - places);
            if precision == 0 {
                if alternate {
                    out.push('.');
                } else if dot_zero {
                    out.push_str(".0");
                }
            }
        }
        Code::Exponent => {
            let (digits, point) = exact(magnitude, precision);
            let mut bytes = digits.bytes();
            out.extend(bytes.next().map(char::from));
            if precision > 0 || alternate {
                out.push('.');
            } else if dot_zero {
                out.push_str(".0");
            }
            out.extend(bytes.map(char::from));
            push_zeros(&mut out, precision + 1 - digits.len());
            push_exponent(&mut out, point - 1);
        }
        Code::General => {
            let wanted = precision.max(1);
            let (digits, point) = exact(magnitude, wanted - 1);
            let limit = i64::try_from(wanted).unwrap_or(i64::MAX) - i64::from(dot_zero);
            let exponent = point <= -4 || i64::from(point) > limit;
            if alternate {
                let mut all = digits;
                let missing = wanted - all.len();
                push_zeros(&mut all, missing);
                lay_out(&mut out, all.as_bytes(), point, exponent, true, dot_zero);
            } else {
                let trimmed = digits.trim_end_matches('0');
                let digits = if trimmed.is_empty() { "0" } else { trimmed };
                lay_out(&mut out, digits.as_bytes(), point, exponent, false, dot_zero);
            }
        }
    }
    out
}

/// `1 + places` digits of a finite value, correctly rounded (fewer where all others are zero), and where the point
/// stands.
fn exact(magnitude: f64, places: usize) -> (String, i32) {
    let places = places.min(MAX_DIGITS);
    let text = format!("{magnitude:.places$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    (mantissa.chars().filter(char::is_ascii_digit).collect(), point)
}

fn push_zeros(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n('0', count));
}

fn push_exponent(out: &mut String, exponent: i32) {
    out.push('e');
    out.push(if exponent < 0 { '-' } else { '+' });
    let magnitude = exponent.unsigned_abs();
    if magnitude < 10 {
        out.push('0');
    }
    out.push_str(crate::int::decimal_i64(i64::from(magnitude), &mut [0; 20]));
}

fn lay_out(out: &mut String, digits: &[u8], point: i32, exponent: bool, alternate: bool, dot_zero: bool) {
    let mut push = |bytes: &[u8]| out.extend(bytes.iter().map(|&b| char::from(b)));
    if exponent {
        let (first, rest) = digits.split_at(1.min(digits.len()));
        push(first);
        if !rest.is_empty() || alternate {
            push(b".");
        }
        push(rest);
        push_exponent(out, point - 1);
        return;
    }
    let Ok(before) = usize::try_from(point) else {
        out.push_str("0.");
        push_zeros(out, point.unsigned_abs() as usize);
        out.extend(digits.iter().map(|&b| char::from(b)));
        return;
    };
    let (whole, fraction) = digits.split_at(before.min(digits.len()));
    if whole.is_empty() {
        push(b"0");
    }
    push(whole);
    push_zeros(out, before - whole.len());
    if fraction.is_empty() {
        match (alternate, dot_zero) {
            // The alternate form of 'r' keeps the point and, as everywhere, `.0` wins over a bare point.
            (_, true) => out.push_str(".0"),
            (true, false) => out.push('.'),
            (false, false) => {}
        }
    } else {
        out.push('.');
        out.extend(fraction.iter().map(|&b| char::from(b)));
    }
}

/// `float(text)` for ASCII text (see [`crate::text::Text::to_ascii_number`] for any other).
pub fn parse(text: &[u8]) -> Result {
    let start = text.iter().position(|&b| !is_int_space(b)).unwrap_or(text.len());
    let end = text.iter().rposition(|&b| !is_int_space(b)).map_or(start, |i| i + 1);
    let text = text.get(start..end).unwrap_or_default();
    if text.contains(&b'_') {
        // An underscore stands between two digits, nowhere else.
        let mut previous = 0_u8;
        let mut plain = Vec::with_capacity(text.len());
        for (&byte, next) in text.iter().zip(text.iter().skip(1).chain(std::iter::once(&0))) {
            if byte == b'_' {
                if !previous.is_ascii_digit() || !next.is_ascii_digit() {
                    return Err(FloatError::InvalidLiteral);
                }
            } else {
                plain.push(byte);
            }
            previous = byte;
        }
        return parse_plain(&plain).ok_or(FloatError::InvalidLiteral);
    }
    parse_plain(text).ok_or(FloatError::InvalidLiteral)
}

/// Rust reads the same language as Python (sign, digits with a point, exponent, `inf`, `infinity`, `nan` in any
/// case), and rounds correctly.
fn parse_plain(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}
