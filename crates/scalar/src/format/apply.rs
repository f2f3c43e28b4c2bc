//! Applying a format specification to a number or a str. Counterpart: `format_long_internal`,
//! `format_float_internal`, `format_complex_internal`, `format_string_internal`.
//!
//! Invariant: a number is laid out in one place, as padding, sign, prefix, padding, digits in groups, the rest (point,
//! fraction, exponent, percent sign), padding.

use std::borrow::Cow;

use super::spec::{Align, Sign, Spec};
use super::{MAX_PADDING, Padded};
use crate::error::Error;
use crate::float::{Code, format as digits_of};
use crate::int::{IntRef, Radix};
use crate::text::Wtf8Buf;

/// `'%.99999999999f'`: CPython keeps a precision in a C int.
pub(super) const MAX_PRECISION: usize = i32::MAX as usize;

/// A number taken apart for its layout.
struct Number<'a> {
    negative: bool,
    prefix: &'a str,
    /// What grouping and zero padding apply to: ASCII, as the rest.
    digits: &'a str,
    /// Point, fraction, exponent; or the whole of `inf` and `nan`.
    rest: &'a str,
    /// How many digits make a group.
    group: usize,
}

impl Number<'_> {
    fn lay_out(&self, spec: &Spec) -> Result<Padded, Error> {
        if spec.width > MAX_PADDING && spec.align == Align::AfterSign {
            return Err(Error::memory());
        }
        let sign = match (self.negative, spec.sign) {
            (true, _) => "-",
            (false, Some(Sign::Plus)) => "+",
            (false, Some(Sign::Space)) => " ",
            (false, Some(Sign::Minus) | None) => "",
        };
        let around = sign.len() + self.prefix.len() + self.rest.len();
        let zeros_to = if spec.fill == 0x30 && spec.align == Align::AfterSign { spec.width.saturating_sub(around) } else { 0 };
        let grouped = if self.digits.is_empty() || spec.grouping.is_none() && zeros_to <= self.digits.len() {
            Cow::Borrowed(self.digits)
        } else {
            let group = spec.grouping.map(|g| (self.group, g.as_char()));
            Cow::Owned(group_digits(self.digits, zeros_to, group))
        };
        let missing = spec.width.saturating_sub(around + grouped.len());
        let (left, inside, right) = match spec.align {
            Align::Left => (0, 0, missing),
            Align::Right => (missing, 0, 0),
            Align::Center => (missing / 2, 0, missing - missing / 2),
            Align::AfterSign => (0, missing, 0),
        };
        let mut body = Wtf8Buf::with_capacity(around + grouped.len() + inside);
        body.push_str(sign);
        body.push_str(self.prefix);
        body.extend(std::iter::repeat_n(spec.fill, inside));
        body.push_str(&grouped);
        body.push_str(self.rest);
        Ok(Padded { body, left, right, fill: spec.fill })
    }
}

/// Puts separators between groups, and zeros before the digits until the whole is `width` wide; a separator never
/// stands first, so the result may be one wider.
fn group_digits(digits: &str, width: usize, group: Option<(usize, char)>) -> String {
    let Some((size, separator)) = group else {
        let mut out = "0".repeat(width.saturating_sub(digits.len()));
        out.push_str(digits);
        return out;
    };
    // From the right: digits are ASCII wherever groups are allowed.
    let mut reversed: Vec<u8> = Vec::with_capacity(width.max(digits.len() / size * (size + 1) + size));
    let mut source = digits.bytes().rev().peekable();
    let mut left = width;
    loop {
        let wanted = size.min(source.len().max(left).max(1));
        for _ in 0..wanted {
            reversed.push(source.next().unwrap_or(b'0'));
        }
        left = left.saturating_sub(wanted);
        if source.peek().is_none() && left == 0 {
            break;
        }
        reversed.push(separator as u8);
        left = left.saturating_sub(1);
    }
    reversed.iter().rev().map(|&b| char::from(b)).collect()
}

/// `format(value, spec)` of an int. `limit` is the guard of [`IntRef::to_decimal`].
pub fn int(value: IntRef<'_>, spec: &Spec, type_name: &str, limit: usize) -> Result<Padded, Error> {
    let kind = match spec.kind {
        None => 'd',
        Some(c) => char::from_u32(c).unwrap_or('\0'),
    };
    if matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
        return float(value.to_f64()?, spec, type_name);
    }
    if !matches!(kind, 'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n') {
        return Err(Spec::unknown(spec.kind.unwrap_or(0), type_name));
    }
    if spec.precision.is_some() {
        return Err(Error::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(Error::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if kind == 'c' {
        return character(value, spec);
    }
    let (radix, group) = match kind {
        'b' => (Some(Radix::Binary), 4),
        'o' => (Some(Radix::Octal), 4),
        'x' | 'X' => (Some(Radix::Hex), 4),
        _ => (None, 3),
    };
    let mut text = match radix {
        Some(radix) => value.to_radix(radix),
        None => value.to_decimal(limit)?,
    };
    let mut prefix = String::new();
    if let Some(radix) = radix
        && spec.alternate
    {
        prefix.push_str(radix.prefix());
    }
    if kind == 'X' {
        text.make_ascii_uppercase();
        prefix.make_ascii_uppercase();
    }
    let digits = text.strip_prefix('-').unwrap_or(&text);
    Number { negative: value.is_negative(), prefix: &prefix, digits, rest: "", group }.lay_out(spec)
}

/// The type `c`: the character with this code.
fn character(value: IntRef<'_>, spec: &Spec) -> Result<Padded, Error> {
    if spec.sign.is_some() {
        return Err(Error::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(Error::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let Some(code) = value.as_i64() else {
        return Err(Error::overflow("Python int too large to convert to C long"));
    };
    let Some(code) = u32::try_from(code).ok().filter(|c| *c <= 0x10_ffff) else {
        return Err(Error::overflow("%c arg not in range(0x110000)"));
    };
    let missing = spec.width.saturating_sub(1);
    if spec.align == Align::AfterSign {
        if missing > MAX_PADDING {
            return Err(Error::memory());
        }
        let mut body = Wtf8Buf::new();
        body.extend(std::iter::repeat_n(spec.fill, missing));
        body.push_code_point(code);
        return Ok(Padded::plain(body));
    }
    let mut body = Wtf8Buf::new();
    body.push_code_point(code);
    let (left, right) = around(spec.align, missing);
    Ok(Padded { body, left, right, fill: spec.fill })
}

/// `format(value, spec)` of a float.
pub fn float(value: f64, spec: &Spec, type_name: &str) -> Result<Padded, Error> {
    // CPython's mark for "no type given" is a NUL.
    let spec = &Spec { kind: spec.kind.filter(|kind| *kind != 0), ..*spec };
    let text = float_text(value, spec, type_name)?;
    let (negative, digits, rest) = take_apart(&text);
    Number { negative, prefix: "", digits, rest, group: 3 }.lay_out(spec)
}

/// The sign, the digits before the point, and what follows.
fn take_apart(text: &str) -> (bool, &str, &str) {
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let end = magnitude.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(magnitude.len());
    let (digits, rest) = magnitude.split_at(end);
    (negative, digits, rest)
}

fn float_text(value: f64, spec: &Spec, type_name: &str) -> Result<String, Error> {
    let precision = checked_precision(spec)?;
    let (code, upper, percent) = match spec.kind.map(|c| char::from_u32(c).unwrap_or('\u{fffd}')) {
        None => (if precision.is_some() { Code::General } else { Code::Repr }, false, false),
        Some('e') => (Code::Exponent, false, false),
        Some('E') => (Code::Exponent, true, false),
        Some('f') => (Code::Fixed, false, false),
        Some('F') => (Code::Fixed, true, false),
        Some('g' | 'n') => (Code::General, false, false),
        Some('G') => (Code::General, true, false),
        Some('%') => (Code::Fixed, false, true),
        Some(_) => return Err(Spec::unknown(spec.kind.unwrap_or(0), type_name)),
    };
    let value = if percent { value * 100.0 } else { value };
    let mut text = digits_of(value, code, precision.unwrap_or(6), spec.alternate, spec.kind.is_none());
    if spec.no_negative_zero && is_zero(&text) {
        text.remove(0);
    }
    if upper {
        text.make_ascii_uppercase();
    }
    if percent {
        text.push('%');
    }
    Ok(text)
}

/// Whether the text is a zero with a minus sign.
fn is_zero(text: &str) -> bool {
    text.starts_with('-') && text.bytes().skip(1).take_while(|b| *b != b'e').all(|b| matches!(b, b'0' | b'.'))
}

fn checked_precision(spec: &Spec) -> Result<Option<usize>, Error> {
    match spec.precision {
        Some(p) if p > MAX_PRECISION => Err(Error::value("precision too big")),
        Some(p) if p > MAX_PADDING => Err(Error::memory()),
        other => Ok(other),
    }
}

/// `format(complex(real, imag), spec)`
pub fn complex(real: f64, imag: f64, spec: &Spec, type_name: &str) -> Result<Padded, Error> {
    match spec.kind.map(|c| char::from_u32(c).unwrap_or('\0')) {
        None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n') => {}
        Some(_) => return Err(Spec::unknown(spec.kind.unwrap_or(0), type_name)),
    }
    checked_precision(spec)?;
    if spec.fill == 0x30 {
        return Err(Error::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(Error::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    let bare = spec.kind.is_none();
    let skip_real = bare && real == 0.0 && real.is_sign_positive();
    let part = |value: f64, sign: Option<Sign>| -> Result<Wtf8Buf, Error> {
        let mut part = Spec { width: 0, fill: 0x20, align: Align::Left, sign, ..*spec };
        let text = if bare {
            // Without a type, parts have no `.0`.
            let code = if spec.precision.is_some() { Code::General } else { Code::Repr };
            let mut text = digits_of(value, code, spec.precision.unwrap_or(0), spec.alternate, false);
            if spec.no_negative_zero && is_zero(&text) {
                text.remove(0);
            }
            text
        } else {
            float_text(value, spec, type_name)?
        };
        part.no_negative_zero = false;
        let (negative, digits, rest) = take_apart(&text);
        Number { negative, prefix: "", digits, rest, group: 3 }.lay_out(&part).map(|p| p.body)
    };
    let parentheses = bare && !skip_real;
    let mut body = Wtf8Buf::new();
    if parentheses {
        body.push('(');
    }
    if !skip_real {
        body.push_wtf8(part(real, spec.sign)?.as_wtf8());
    }
    body.push_wtf8(part(imag, if skip_real { spec.sign } else { Some(Sign::Plus) })?.as_wtf8());
    body.push_str(if parentheses { "j)" } else { "j" });
    let missing = spec.width.saturating_sub(body.len());
    let (left, right) = around(spec.align, missing);
    Ok(Padded { body, left, right, fill: spec.fill })
}

fn around(align: Align, missing: usize) -> (usize, usize) {
    match align {
        Align::Left => (0, missing),
        Align::Right | Align::AfterSign => (missing, 0),
        Align::Center => (missing / 2, missing - missing / 2),
    }
}

/// How a str is laid out: so many of its characters between so much padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrLayout {
    /// How many characters of the str.
    pub take: usize,
    /// How often the fill character stands before it.
    pub left: usize,
    /// How often it stands after it.
    pub right: usize,
    /// The fill character.
    pub fill: u32,
}

/// `format(text, spec)` of a str of `len` characters; the specification is parsed with [`Align::Left`].
pub fn str(len: usize, spec: &Spec, type_name: &str) -> Result<StrLayout, Error> {
    if let Some(kind) = spec.kind
        && kind != 0x73
    {
        return Err(Spec::unknown(kind, type_name));
    }
    let refuse = |what: &str| Err(Error::value(format!("{what} not allowed in string format specifier")));
    match spec.sign {
        Some(Sign::Space) => return refuse("Space"),
        Some(Sign::Plus | Sign::Minus) => return refuse("Sign"),
        None => {}
    }
    if spec.no_negative_zero {
        return refuse("Negative zero coercion (z)");
    }
    if spec.alternate {
        return refuse("Alternate form (#)");
    }
    if spec.align == Align::AfterSign {
        return refuse("'=' alignment");
    }
    let take = spec.precision.map_or(len, |p| p.min(len));
    let (left, right) = around(spec.align, spec.width.saturating_sub(take));
    Ok(StrLayout { take, left, right, fill: spec.fill })
}
