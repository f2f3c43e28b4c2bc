//! Complex numbers. Counterpart: `Objects/complexobject.c`.
//!
//! Invariant: the same formulas as CPython's in the same order, so that results agree to the last bit.

use std::fmt;

use crate::error::{Error, ErrorKind};
use crate::float::{self, Code};
use crate::int::is_int_space;

/// A complex number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Complex {
    /// The real part.
    pub real: f64,
    /// The imaginary part.
    pub imag: f64,
}

/// What an operation can refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplexError {
    /// `z / 0`
    DivisionByZero,
    /// `0 ** -1`, `0 ** 1j`
    ZeroToNegative,
    /// A power beyond the largest float.
    PowerOverflow,
    /// An absolute value beyond the largest float.
    AbsOverflow,
    /// Text that is no complex number.
    Malformed,
    /// Text with an underscore that does not stand between digits. CPython's message goes on with `: ` and the text's
    /// repr; the caller adds it.
    Underscore,
}

impl ComplexError {
    /// The exception that CPython raises here.
    pub fn kind(self) -> ErrorKind {
        match self {
            Self::DivisionByZero | Self::ZeroToNegative => ErrorKind::ZeroDivisionError,
            Self::PowerOverflow | Self::AbsOverflow => ErrorKind::OverflowError,
            Self::Malformed | Self::Underscore => ErrorKind::ValueError,
        }
    }
}

impl fmt::Display for ComplexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DivisionByZero => "complex division by zero",
            Self::ZeroToNegative => "0.0 to a negative or complex power",
            Self::PowerOverflow => "complex exponentiation",
            Self::AbsOverflow => "absolute value too large",
            Self::Malformed => "complex() arg is a malformed string",
            Self::Underscore => "could not convert string to complex",
        })
    }
}

impl std::error::Error for ComplexError {}

impl From<ComplexError> for Error {
    fn from(e: ComplexError) -> Self {
        Self::new(e.kind(), e.to_string())
    }
}

/// What an operation gives.
pub type Result<T = Complex> = std::result::Result<T, ComplexError>;

impl Complex {
    /// `complex(real, imag)`
    pub const fn new(real: f64, imag: f64) -> Self {
        Self { real, imag }
    }

    #[expect(clippy::should_implement_trait, reason = "it can fail")]
    /// `self / other`, scaled so that nothing overflows on the way.
    pub fn div(self, other: Self) -> Result {
        let (a, b) = (self, other);
        if b.real.abs() >= b.imag.abs() {
            if b.real == 0.0 {
                return Err(ComplexError::DivisionByZero);
            }
            let ratio = b.imag / b.real;
            let scale = b.real + b.imag * ratio;
            return Ok(Self::new((a.real + a.imag * ratio) / scale, (a.imag - a.real * ratio) / scale));
        }
        if b.imag.abs() >= b.real.abs() {
            let ratio = b.real / b.imag;
            let scale = b.real * ratio + b.imag;
            return Ok(Self::new((a.real * ratio + a.imag) / scale, (a.imag * ratio - a.real) / scale));
        }
        // One part is a NaN.
        Ok(Self::new(f64::NAN, f64::NAN))
    }

    /// `self ** other`
    pub fn pow(self, other: Self) -> Result {
        let power = if other.imag == 0.0 && other.real == other.real.floor() && other.real.abs() <= 100.0 {
            self.whole_power(other.real as i64)?
        } else {
            self.general_power(other)?
        };
        if power.real.is_infinite() || power.imag.is_infinite() {
            return Err(ComplexError::PowerOverflow);
        }
        Ok(power)
    }

    fn whole_power(self, n: i64) -> Result {
        let one = Self::new(1.0, 0.0);
        let (mut result, mut square) = (one, self);
        let magnitude = n.unsigned_abs();
        let mut mask = 1;
        while magnitude >= mask {
            if magnitude & mask != 0 {
                result = result * square;
            }
            mask <<= 1;
            square = square * square;
        }
        if n > 0 {
            return Ok(result);
        }
        one.div(result).map_err(|_| ComplexError::ZeroToNegative)
    }

    fn general_power(self, other: Self) -> Result {
        if other.real == 0.0 && other.imag == 0.0 {
            return Ok(Self::new(1.0, 0.0));
        }
        if self.real == 0.0 && self.imag == 0.0 {
            if other.imag != 0.0 || other.real < 0.0 {
                return Err(ComplexError::ZeroToNegative);
            }
            return Ok(Self::default());
        }
        let size = self.real.hypot(self.imag);
        let angle = self.imag.atan2(self.real);
        let (mut length, mut phase) = (size.powf(other.real), angle * other.real);
        if other.imag != 0.0 {
            length /= (angle * other.imag).exp();
            phase += other.imag * size.ln();
        }
        // C's sine of an infinity is a domain error, which CPython takes for the one of a zero base.
        if phase.is_infinite() {
            return Err(ComplexError::ZeroToNegative);
        }
        Ok(Self::new(length * phase.cos(), length * phase.sin()))
    }

    /// `abs(self)`
    pub fn abs(self) -> Result<f64> {
        // An infinite part wins over a NaN, as `hypot` has it.
        let size = self.real.hypot(self.imag);
        if size.is_infinite() && self.real.is_finite() && self.imag.is_finite() {
            return Err(ComplexError::AbsOverflow);
        }
        Ok(size)
    }

    /// `self.conjugate()`
    pub fn conjugate(self) -> Self {
        Self::new(self.real, -self.imag)
    }

    /// `repr(self)`
    pub fn repr(self) -> String {
        let part = |value| float::format(value, Code::Repr, 0, false, false);
        let imag = part(self.imag);
        if self.real == 0.0 && self.real.is_sign_positive() {
            return format!("{imag}j");
        }
        let plus = if imag.starts_with('-') { "" } else { "+" };
        format!("({}{plus}{imag}j)", part(self.real))
    }

    /// `complex(text)` for ASCII text (see [`crate::text::Text::to_ascii_number`] for any other).
    pub fn parse(text: &[u8]) -> Result {
        let malformed = ComplexError::Malformed;
        let mut plain = Vec::with_capacity(text.len());
        let mut previous = 0_u8;
        for (&byte, next) in text.iter().zip(text.iter().skip(1).chain(std::iter::once(&0))) {
            if byte != b'_' {
                plain.push(byte);
            } else if !previous.is_ascii_digit() || !next.is_ascii_digit() {
                return Err(ComplexError::Underscore);
            }
            previous = byte;
        }
        let mut inner = trim(&plain);
        if let [b'(', rest @ ..] = inner {
            inner = match trim(rest) {
                [rest @ .., b')'] => trim(rest),
                _ => return Err(malformed),
            };
        }
        Self::parse_parts(inner).ok_or(malformed)
    }

    fn parse_parts(text: &[u8]) -> Option<Self> {
        let is_j = |rest: &[u8]| matches!(rest, [b'j' | b'J']);
        let (first, rest) = number_prefix(text);
        match (first, rest) {
            (Some(real), []) => Some(Self::new(real, 0.0)),
            (Some(imag), rest) if is_j(rest) => Some(Self::new(0.0, imag)),
            (Some(real), [sign @ (b'+' | b'-'), after @ ..]) => match number_prefix(rest) {
                (Some(imag), rest) => is_j(rest).then_some(Self::new(real, imag)),
                (None, _) => is_j(after).then_some(Self::new(real, unit(*sign))),
            },
            (Some(_), _) => None,
            (None, [sign @ (b'+' | b'-'), after @ ..]) => is_j(after).then_some(Self::new(0.0, unit(*sign))),
            (None, rest) => is_j(rest).then_some(Self::new(0.0, 1.0)),
        }
    }
}

fn unit(sign: u8) -> f64 {
    if sign == b'-' { -1.0 } else { 1.0 }
}

fn trim(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|&b| !is_int_space(b)).unwrap_or(text.len());
    let end = text.iter().rposition(|&b| !is_int_space(b)).map_or(start, |i| i + 1);
    text.get(start..end).unwrap_or_default()
}

/// The longest float at the start of a text, and what follows it.
fn number_prefix(text: &[u8]) -> (Option<f64>, &[u8]) {
    let signed = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let body = text.get(signed..).unwrap_or_default();
    let starts = |word: &[u8]| body.get(..word.len()).is_some_and(|b| b.eq_ignore_ascii_case(word));
    let digits = |from: usize| body.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let length = if starts(b"infinity") {
        8
    } else if starts(b"inf") || starts(b"nan") {
        3
    } else {
        let whole = digits(0);
        let mut end = whole;
        let mut any = whole > 0;
        if body.get(end) == Some(&b'.') {
            let fraction = digits(end + 1);
            any |= fraction > 0;
            end += 1 + fraction;
        }
        if any && matches!(body.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(body.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > 0 {
                end += 1 + sign + exponent;
            }
        }
        if any { end } else { 0 }
    };
    if length == 0 {
        return (None, text);
    }
    let (number, rest) = text.split_at_checked(signed + length).unwrap_or((text, &[]));
    (float::parse(number).ok(), rest)
}

impl std::ops::Add for Complex {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.real + other.real, self.imag + other.imag)
    }
}

impl std::ops::Sub for Complex {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.real - other.real, self.imag - other.imag)
    }
}

impl std::ops::Mul for Complex {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let (a, b) = (self, other);
        Self::new(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real)
    }
}

impl std::ops::Neg for Complex {
    type Output = Self;

    fn neg(self) -> Self {
        Self::new(-self.real, -self.imag)
    }
}
