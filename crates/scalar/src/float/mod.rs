//! Floats: what they are made of, Python's arithmetic on them, rounding. Counterpart: `Objects/floatobject.c`.
//!
//! Invariant: whatever converts between binary and decimal or between float and integer is correctly rounded, ties
//! to even; nothing goes by way of an inexact intermediate value.

mod hex;
mod text;

use std::cmp::Ordering;
use std::fmt;

pub use hex::{from_hex, to_hex};
pub use text::{Code, Shortest, format, parse, repr, shortest};

use crate::error::{Error, ErrorKind};
use crate::int::{Int, IntError, IntRef};

/// What a float operation can refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FloatError {
    /// `a / 0.0`
    DivisionByZero,
    /// `a // 0.0`
    FloorDivisionByZero,
    /// `a % 0.0`
    ModuloByZero,
    /// `divmod(a, 0.0)`
    DivmodByZero,
    /// `0.0 ** -1`
    ZeroToNegative,
    /// A power beyond the largest float. CPython's exception has two arguments here, 34 and this message.
    PowerOverflow,
    /// `round` went beyond the largest float.
    RoundOverflow,
    /// Text that is no float. CPython's message goes on with `: ` and the text's repr; the caller adds it.
    InvalidLiteral,
    /// `float.fromhex` cannot read it.
    InvalidHex,
    /// `float.fromhex` of a value beyond the largest float.
    HexOverflow,
    /// `float('inf').as_integer_ratio()`
    RatioOfInfinity,
    /// `float('nan').as_integer_ratio()`
    RatioOfNan,
    /// An integer took part and could not.
    Int(IntError),
}

impl FloatError {
    /// The exception that CPython raises here.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::DivisionByZero | Self::FloorDivisionByZero | Self::ModuloByZero | Self::DivmodByZero | Self::ZeroToNegative => {
                ErrorKind::ZeroDivisionError
            }
            Self::PowerOverflow => ErrorKind::OverflowErrno,
            Self::RoundOverflow | Self::HexOverflow | Self::RatioOfInfinity => ErrorKind::OverflowError,
            Self::InvalidLiteral | Self::InvalidHex | Self::RatioOfNan => ErrorKind::ValueError,
            Self::Int(e) => e.kind(),
        }
    }
}

impl fmt::Display for FloatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::DivisionByZero => "float division by zero",
            Self::FloorDivisionByZero => "float floor division by zero",
            Self::ModuloByZero => "float modulo by zero",
            Self::DivmodByZero => "float divmod()",
            Self::ZeroToNegative => "0.0 cannot be raised to a negative power",
            Self::PowerOverflow => "Numerical result out of range",
            Self::RoundOverflow => "rounded value too large to represent",
            Self::InvalidLiteral => "could not convert string to float",
            Self::InvalidHex => "invalid hexadecimal floating-point string",
            Self::HexOverflow => "hexadecimal value too large to represent as a float",
            Self::RatioOfInfinity => "cannot convert Infinity to integer ratio",
            Self::RatioOfNan => "cannot convert NaN to integer ratio",
            Self::Int(e) => return e.fmt(f),
        };
        f.write_str(text)
    }
}

impl std::error::Error for FloatError {}

impl From<FloatError> for Error {
    fn from(e: FloatError) -> Self {
        Self::new(e.kind(), e.to_string())
    }
}

impl From<IntError> for FloatError {
    fn from(e: IntError) -> Self {
        Self::Int(e)
    }
}

/// What a float operation gives.
pub type Result<T = f64> = std::result::Result<T, FloatError>;

/// Takes a finite float apart: `abs(value) == mantissa * 2**exponent`, and whether the sign bit is set.
pub fn parts(value: f64) -> (u64, i32, bool) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = (bits >> 52 & 0x7ff) as i32;
    let negative = bits >> 63 == 1;
    if biased == 0 { (fraction, -1074, negative) } else { (fraction | 1 << 52, biased - 1075, negative) }
}

/// The float nearest to `(q + rest) * 2**exponent` where `rest` is 0, or if `sticky` something above 0 and below 1;
/// ties to even. `None` where that is beyond the largest float. With `sticky`, `q` must have at least 55 bits or the
/// result be below the normal range.
pub fn round_parts(q: u64, exponent: i64, sticky: bool) -> Option<f64> {
    if q == 0 {
        return Some(0.0);
    }
    let bits = 64 - i64::from(q.leading_zeros());
    // Where the last bit of the result stands.
    let unit = (exponent + bits - 53).max(-1074);
    let drop = unit - exponent;
    let (mut m, unit) = if drop <= 0 {
        (q, exponent)
    } else if drop > 64 {
        (0, unit)
    } else {
        let wide = u128::from(q);
        let (kept, lost, half) = (wide >> drop, wide & ((1 << drop) - 1), 1_u128 << (drop - 1));
        let up = match lost.cmp(&half) {
            Ordering::Less => false,
            Ordering::Equal => sticky || kept & 1 == 1,
            Ordering::Greater => true,
        };
        (kept as u64 + u64::from(up), unit)
    };
    let mut unit = unit;
    // A carry out of the 53 bits leaves a power of two.
    while m >= 1 << 53 && m & 1 == 0 {
        m >>= 1;
        unit += 1;
    }
    let length = 64 - i64::from(m.leading_zeros());
    if m != 0 && unit + length > 1024 {
        return None;
    }
    Some(scale(m as f64, unit))
}

/// `x * 2**exponent` by exact steps; the caller knows that the result needs no rounding or is rounded once.
fn scale(mut x: f64, mut exponent: i64) -> f64 {
    let power = |e: i64| f64::from_bits(((e + 1023) as u64) << 52);
    while exponent > 1000 {
        x *= power(1000);
        exponent -= 1000;
        if x.is_infinite() || x == 0.0 {
            return x;
        }
    }
    while exponent < -1000 {
        x *= power(-1000);
        exponent += 1000;
        if x == 0.0 {
            return x;
        }
    }
    x * power(exponent)
}

/// `math.frexp`: a mantissa of at least 0.5 and below 1, and an exponent.
pub fn frexp(value: f64) -> (f64, i64) {
    if value == 0.0 || !value.is_finite() {
        return (value, 0);
    }
    let (mantissa, exponent, negative) = parts(value);
    let length = 64 - i64::from(mantissa.leading_zeros());
    let m = scale(mantissa as f64, -length);
    (if negative { -m } else { m }, i64::from(exponent) + length)
}

/// `math.ldexp` without its exception: infinite where the result is too large.
pub fn ldexp(value: f64, exponent: i64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let (mantissa, e, negative) = parts(value);
    let magnitude = round_parts(mantissa, i64::from(e).saturating_add(exponent).clamp(-5000, 5000), false);
    let magnitude = magnitude.unwrap_or(f64::INFINITY);
    if negative { -magnitude } else { magnitude }
}

/// `a / b`
#[inline]
pub fn div(a: f64, b: f64) -> Result {
    if b == 0.0 { Err(FloatError::DivisionByZero) } else { Ok(a / b) }
}

/// `a % b`: has the sign of `b`.
#[inline]
pub fn modulo(a: f64, b: f64) -> Result {
    if b == 0.0 {
        return Err(FloatError::ModuloByZero);
    }
    Ok(floor_parts(a, b).1)
}

/// `a // b`
#[inline]
pub fn floordiv(a: f64, b: f64) -> Result {
    if b == 0.0 {
        return Err(FloatError::FloorDivisionByZero);
    }
    Ok(floor_parts(a, b).0)
}

/// `divmod(a, b)`
pub fn divmod(a: f64, b: f64) -> Result<(f64, f64)> {
    if b == 0.0 {
        return Err(FloatError::DivmodByZero);
    }
    Ok(floor_parts(a, b))
}

/// Quotient and remainder such that the remainder has the sign of `b` and the quotient is whole. The remainder of
/// the machine is exact, so it leads and the quotient follows.
fn floor_parts(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0_f64.copysign(b);
    } else if (rest < 0.0) != (b < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0_f64.copysign(a / b), rest);
    }
    let mut whole = quotient.floor();
    if quotient - whole > 0.5 {
        whole += 1.0;
    }
    (whole, rest)
}

/// What `a ** b` gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Power {
    /// A float.
    Real(f64),
    /// A negative base and an exponent that is not whole: the answer is [`crate::complex::Complex::pow`]'s.
    Complex,
}

/// `a ** b`. Counterpart: `float_pow`.
pub fn pow(a: f64, b: f64) -> Result<Power> {
    // What C's pow does by itself for zeros, ones, infinities and NaNs is what Python wants, but for two cases.
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(FloatError::ZeroToNegative);
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return Ok(Power::Complex);
    }
    let power = a.powf(b);
    if power.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(FloatError::PowerOverflow);
    }
    Ok(Power::Real(power))
}

/// `round(x)`: to the nearest integer, ties to even.
pub fn round_to_int(x: f64) -> Result<Int> {
    Ok(Int::from_f64(x.round_ties_even())?)
}

/// `round(x, digits)`, correctly rounded as if in decimal, ties to even. Counterpart: `float___round___impl`.
pub fn round(x: f64, digits: i64) -> Result {
    // From 323 digits after the point on, every float is itself; from 309 before it on, every float is zero.
    if !x.is_finite() || digits > 323 {
        return Ok(x);
    }
    if digits < -308 {
        return Ok(0.0 * x);
    }
    let rounded = if let Ok(places) = usize::try_from(digits) {
        format!("{x:.places$}").parse().unwrap_or(x)
    } else {
        round_left(x, digits.unsigned_abs() as u32)?
    };
    if rounded.is_infinite() { Err(FloatError::RoundOverflow) } else { Ok(rounded) }
}

/// Rounds to a multiple of `10**places`.
fn round_left(x: f64, places: u32) -> Result {
    let unit = Int::power_of_ten(places)?;
    let whole = Int::from_f64(x.abs().trunc())?;
    let (q, r) = whole.as_ref().divmod(unit.as_ref())?;
    let order = r.as_ref().shl(IntRef::Small(1))?.cmp(&unit);
    // A fraction only matters on the tie.
    let up = match order {
        Ordering::Less => false,
        Ordering::Equal => x.fract() != 0.0 || q.as_ref().is_odd(),
        Ordering::Greater => true,
    };
    let q = if up { q.add_small(1) } else { q };
    let magnitude = q.as_ref().mul(unit.as_ref())?.as_ref().to_f64().unwrap_or(f64::INFINITY);
    Ok(magnitude.copysign(x))
}

/// `math.floor(x)`
pub fn floor(x: f64) -> Result<Int> {
    Ok(Int::from_f64(x.floor())?)
}

/// `math.ceil(x)`
pub fn ceil(x: f64) -> Result<Int> {
    Ok(Int::from_f64(x.ceil())?)
}

/// `math.trunc(x)`, `int(x)`
pub fn trunc(x: f64) -> Result<Int> {
    Ok(Int::from_f64(x)?)
}

/// `x.is_integer()`
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.fract() == 0.0
}

/// `x.as_integer_ratio()`
pub fn as_integer_ratio(x: f64) -> Result<(Int, Int)> {
    if x.is_nan() {
        return Err(FloatError::RatioOfNan);
    }
    if x.is_infinite() {
        return Err(FloatError::RatioOfInfinity);
    }
    let (mantissa, exponent, negative) = parts(x);
    if mantissa == 0 {
        return Ok((Int::ZERO, Int::ONE));
    }
    let spare = mantissa.trailing_zeros() as i32;
    let (mantissa, exponent) = (mantissa >> spare, exponent + spare);
    let up = u32::try_from(exponent).unwrap_or(0);
    let down = u32::try_from(-exponent).unwrap_or(0);
    Ok((Int::scaled(mantissa, up, negative), Int::scaled(1, down, false)))
}
