//! Integers of any size. Counterpart: `Objects/longobject.c`.
//!
//! [`Int`] owns its value, [`IntRef`] borrows it (so that an object may keep the limbs in its own memory); every
//! operation takes `IntRef`s and gives an `Int`. Invariant: a value that fits into an `i64` is always the small
//! form, and the limbs of a big one (least significant first) have no zero at their end; so equal values have
//! equal forms, and a test for "small" is a test of size.
//!
//! The arithmetic of long values is dashu-int's; the library shows nowhere in the interface. Short ones (a few hundred
//! bits) are done here, without its set-up and without an allocation.

mod arith;
mod bits;
mod bytes;
mod limbs;
mod power;
mod text;

use std::cmp::Ordering;
use std::fmt;

use dashu_int::{IBig, Sign, UBig};
use limbs::Limbs;

pub use arith::{Op, cost};
pub use bytes::Endian;
pub use text::{DEFAULT_MAX_STR_DIGITS, MAX_STR_DIGITS_THRESHOLD, Radix, decimal_bytes, decimal_i64, digits_value, is_int_space};

use crate::error::{Error, ErrorKind};

// A limb is 64 bits: `IntRef` hands the library's own words out.
const _: () = assert!(size_of::<dashu_int::Word>() == 8);

/// The largest result, in bits, that this crate agrees to build: 512 MiB of limbs. Beyond it an operation is
/// [`IntError::TooLarge`] before anything is computed.
pub const MAX_BITS: u64 = 1 << 32;

/// An integer that owns its digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Int(Repr);

#[derive(Clone, PartialEq, Eq)]
enum Repr {
    Small(i64),
    /// Never a value that fits into an `i64`; no zero at the end.
    Big {
        sign: SignWord,
        limbs: Limbs,
    },
}

/// A sign as wide as a limb: with a narrow one the compiler moves an [`Int`] in odd pieces, which stalls.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
enum SignWord {
    Plus,
    Minus,
}

impl SignWord {
    #[inline]
    fn new(negative: bool) -> Self {
        if negative { Self::Minus } else { Self::Plus }
    }
}

/// An integer whose digits lie elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntRef<'a> {
    /// A value of one machine word.
    Small(i64),
    /// Any other value: sign and magnitude, least significant limb first, the last limb not zero.
    Big {
        /// Whether the value is below zero.
        negative: bool,
        /// The magnitude.
        limbs: &'a [u64],
    },
}

/// What an integer operation can refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntError {
    /// `a // 0` and `divmod(a, 0)`
    DivisionByZero,
    /// `a % 0`
    ModuloByZero,
    /// `a / 0`
    TrueDivisionByZero,
    /// `pow(a, b, 0)`
    ZeroModulus,
    /// `pow(a, -n, m)` where `a` and `m` have a common divisor
    NotInvertible,
    /// `a << -1`, `a >> -1`
    NegativeShift,
    /// The result would be larger than [`MAX_BITS`].
    TooLarge,
    /// The value is beyond the largest float.
    TooLargeForFloat,
    /// `a / b` is beyond the largest float.
    QuotientTooLarge,
    /// The number of bytes asked for is too small.
    DoesNotFit,
    /// A negative value and `signed=False`
    NegativeToUnsigned,
    /// `int(nan)`
    FromNan,
    /// `int(inf)`
    FromInfinity,
    /// A base that is neither 0 nor 2 to 36
    BadBase,
    /// Text that is no integer in this base. CPython's message goes on with `: ` and the text's repr, cut to 200
    /// characters; the caller adds it.
    InvalidLiteral {
        /// The base as it was given (0 included).
        base: u32,
    },
    /// The guard against quadratic conversion.
    TooManyDigits {
        /// The limit in force.
        limit: usize,
        /// How many digits the text has; unknown when an integer was to be written.
        digits: Option<usize>,
    },
    /// `isqrt` of a negative number
    NegativeRoot,
}

impl IntError {
    /// The exception that CPython raises here.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::DivisionByZero | Self::ModuloByZero | Self::TrueDivisionByZero => ErrorKind::ZeroDivisionError,
            Self::TooLarge => ErrorKind::MemoryError,
            Self::TooLargeForFloat | Self::QuotientTooLarge | Self::DoesNotFit | Self::NegativeToUnsigned | Self::FromInfinity => {
                ErrorKind::OverflowError
            }
            Self::ZeroModulus
            | Self::NotInvertible
            | Self::NegativeShift
            | Self::FromNan
            | Self::BadBase
            | Self::InvalidLiteral { .. }
            | Self::TooManyDigits { .. }
            | Self::NegativeRoot => ErrorKind::ValueError,
        }
    }
}

impl fmt::Display for IntError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::DivisionByZero => "integer division or modulo by zero",
            Self::ModuloByZero => "integer modulo by zero",
            Self::TrueDivisionByZero => "division by zero",
            Self::ZeroModulus => "pow() 3rd argument cannot be 0",
            Self::NotInvertible => "base is not invertible for the given modulus",
            Self::NegativeShift => "negative shift count",
            Self::TooLarge => "",
            Self::TooLargeForFloat => "int too large to convert to float",
            Self::QuotientTooLarge => "integer division result too large for a float",
            Self::DoesNotFit => "int too big to convert",
            Self::NegativeToUnsigned => "can't convert negative int to unsigned",
            Self::FromNan => "cannot convert float NaN to integer",
            Self::FromInfinity => "cannot convert float infinity to integer",
            Self::BadBase => "int() base must be >= 2 and <= 36, or 0",
            Self::NegativeRoot => "isqrt() argument must be nonnegative",
            Self::InvalidLiteral { base } => {
                return write!(f, "invalid literal for int() with base {base}");
            }
            Self::TooManyDigits { limit, digits } => {
                write!(f, "Exceeds the limit ({limit} digits) for integer string conversion")?;
                if let Some(n) = digits {
                    write!(f, ": value has {n} digits")?;
                }
                "; use sys.set_int_max_str_digits() to increase the limit"
            }
        };
        f.write_str(text)
    }
}

impl std::error::Error for IntError {}

impl From<IntError> for Error {
    fn from(e: IntError) -> Self {
        Self::new(e.kind(), e.to_string())
    }
}

/// What an integer operation gives.
pub type Result<T = Int> = std::result::Result<T, IntError>;

impl Int {
    /// Zero.
    pub const ZERO: Self = Self(Repr::Small(0));
    /// One.
    pub const ONE: Self = Self(Repr::Small(1));

    /// The integer `value`.
    #[inline]
    pub const fn small(value: i64) -> Self {
        Self(Repr::Small(value))
    }

    /// The integer with this sign and magnitude (least significant limb first; zeros at the end are fine).
    pub fn from_limbs(negative: bool, limbs: &[u64]) -> Self {
        Self::from_magnitude(negative, Limbs::from_slice(limbs))
    }

    /// Borrows the value.
    #[inline]
    pub fn as_ref(&self) -> IntRef<'_> {
        match &self.0 {
            Repr::Small(v) => IntRef::Small(*v),
            Repr::Big { sign, limbs } => IntRef::Big { negative: *sign == SignWord::Minus, limbs },
        }
    }

    /// The value if it fits into a machine word.
    #[inline]
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small(v) => Some(*v),
            Repr::Big { .. } => None,
        }
    }

    /// Calls `f` with the sign and the magnitude's limbs: none for zero.
    pub fn with_limbs<R>(&self, f: impl FnOnce(bool, &[u64]) -> R) -> R {
        self.as_ref().with_limbs(f)
    }

    /// The integer part of a float. Counterpart: `PyLong_FromDouble`.
    pub fn from_f64(value: f64) -> Result {
        if value.is_nan() {
            return Err(IntError::FromNan);
        }
        if value.is_infinite() {
            return Err(IntError::FromInfinity);
        }
        // -2^63 is exact, so both ends of the range compare exactly.
        if (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value) {
            return Ok(Self::small(value as i64));
        }
        let (mantissa, exponent, negative) = crate::float::parts(value);
        // Beyond 2^63 the exponent is positive: the mantissa has 53 bits.
        let magnitude = UBig::from(mantissa) << usize::try_from(exponent).unwrap_or(0);
        Ok(Self::from_big(IBig::from_parts(sign(negative), magnitude)))
    }

    fn from_big(value: IBig) -> Self {
        let (sign, words) = value.as_sign_words();
        Self::from_limbs(sign == Sign::Negative, words)
    }

    /// The canonical form of a sign and a magnitude.
    fn from_magnitude(negative: bool, mut limbs: Limbs) -> Self {
        limbs::trim(&mut limbs);
        match limbs.as_slice() {
            [] => return Self::ZERO,
            [word] => {
                let small = if negative { 0_i64.checked_sub_unsigned(*word) } else { i64::try_from(*word).ok() };
                if let Some(v) = small {
                    return Self::small(v);
                }
            }
            _ => {}
        }
        Self(Repr::Big { sign: SignWord::new(negative), limbs })
    }

    /// A value that does not fit into an `i64`.
    #[inline]
    fn from_wide(negative: bool, magnitude: u128) -> Self {
        let (low, high) = (magnitude as u64, (magnitude >> 64) as u64);
        let used = if high == 0 { 1 } else { 2 };
        Self(Repr::Big { sign: SignWord::new(negative), limbs: Limbs::from_buf_and_len([low, high, 0, 0, 0, 0, 0, 0], used) })
    }

    fn into_big(self) -> IBig {
        self.as_ref().big()
    }
}

impl Default for Int {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<i64> for Int {
    fn from(v: i64) -> Self {
        Self::small(v)
    }
}

impl From<i32> for Int {
    fn from(v: i32) -> Self {
        Self::small(i64::from(v))
    }
}

impl From<u32> for Int {
    fn from(v: u32) -> Self {
        Self::small(i64::from(v))
    }
}

impl From<u64> for Int {
    fn from(v: u64) -> Self {
        i64::try_from(v).map_or_else(|_| Self::from_limbs(false, &[v]), Self::small)
    }
}

impl From<usize> for Int {
    fn from(v: usize) -> Self {
        Self::from(v as u64)
    }
}

impl From<i128> for Int {
    fn from(v: i128) -> Self {
        i64::try_from(v).map_or_else(|_| Self::from_wide(v < 0, v.unsigned_abs()), Self::small)
    }
}

impl From<u128> for Int {
    fn from(v: u128) -> Self {
        i64::try_from(v).map_or_else(|_| Self::from_wide(false, v), Self::small)
    }
}

impl From<IntRef<'_>> for Int {
    fn from(v: IntRef<'_>) -> Self {
        v.to_int()
    }
}

impl<'a> From<&'a Int> for IntRef<'a> {
    fn from(v: &'a Int) -> Self {
        v.as_ref()
    }
}

impl From<i64> for IntRef<'_> {
    fn from(v: i64) -> Self {
        Self::Small(v)
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_ref().cmp(&other.as_ref())
    }
}

impl std::hash::Hash for Int {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_i64(self.as_ref().hash());
    }
}

impl fmt::Display for Int {
    /// The decimal text, without the guard against long ones (this is for people who debug, not for `str()`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Small(v) => v.fmt(f),
            Repr::Big { .. } => self.as_ref().big().fmt(f),
        }
    }
}

impl fmt::Debug for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Int({self})")
    }
}

impl PartialOrd for IntRef<'_> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for IntRef<'_> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => a.cmp(b),
            // A big value is larger in magnitude than any small one.
            (IntRef::Small(_), IntRef::Big { negative, .. }) => {
                if *negative {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (IntRef::Big { negative, .. }, IntRef::Small(_)) => {
                if *negative {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            (IntRef::Big { negative: n, limbs: a }, IntRef::Big { negative: m, limbs: b }) => match (n, m) {
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => limbs::compare(a, b),
                (true, true) => limbs::compare(b, a),
            },
        }
    }
}

fn sign(negative: bool) -> Sign {
    if negative { Sign::Negative } else { Sign::Positive }
}

impl<'a> IntRef<'a> {
    /// An owned copy.
    pub fn to_int(self) -> Int {
        match self {
            IntRef::Small(v) => Int::small(v),
            IntRef::Big { negative, limbs } => Int::from_limbs(negative, limbs),
        }
    }

    /// Calls `f` with the sign and the magnitude's limbs: none for zero.
    pub fn with_limbs<R>(self, f: impl FnOnce(bool, &[u64]) -> R) -> R {
        match self {
            IntRef::Small(0) => f(false, &[]),
            IntRef::Small(v) => f(v < 0, &[v.unsigned_abs()]),
            IntRef::Big { negative, limbs } => f(negative, limbs),
        }
    }

    /// Whether the value is below zero.
    #[inline]
    pub fn is_negative(self) -> bool {
        match self {
            IntRef::Small(v) => v < 0,
            IntRef::Big { negative, .. } => negative,
        }
    }

    /// Whether the value is zero.
    #[inline]
    pub fn is_zero(self) -> bool {
        matches!(self, IntRef::Small(0))
    }

    /// Whether the value is odd.
    pub fn is_odd(self) -> bool {
        match self {
            IntRef::Small(v) => v & 1 == 1,
            IntRef::Big { limbs, .. } => limbs.first().is_some_and(|l| l & 1 == 1),
        }
    }

    /// The value if it fits into a machine word.
    #[inline]
    pub fn as_i64(self) -> Option<i64> {
        match self {
            IntRef::Small(v) => Some(v),
            IntRef::Big { .. } => None,
        }
    }

    /// The value if it is in the range of `i128`.
    #[inline]
    pub fn as_i128(self) -> Option<i128> {
        let signed = |negative: bool, magnitude: u128| {
            let value = i128::try_from(magnitude).ok()?;
            Some(if negative { -value } else { value })
        };
        match self {
            IntRef::Small(v) => Some(i128::from(v)),
            IntRef::Big { negative, limbs: [low] } => signed(negative, u128::from(*low)),
            IntRef::Big { negative, limbs: [low, high] } => signed(negative, u128::from(*low) | (u128::from(*high) << 64)),
            IntRef::Big { .. } => None,
        }
    }

    /// The value if it is in the range of `u64`.
    pub fn as_u64(self) -> Option<u64> {
        match self {
            IntRef::Small(v) => u64::try_from(v).ok(),
            IntRef::Big { negative: false, limbs: [v] } => Some(*v),
            IntRef::Big { .. } => None,
        }
    }

    /// The nearest value of a machine word: what a slice does with its bounds.
    pub fn saturating_i64(self) -> i64 {
        match self {
            IntRef::Small(v) => v,
            IntRef::Big { negative: true, .. } => i64::MIN,
            IntRef::Big { negative: false, .. } => i64::MAX,
        }
    }

    /// The lowest 64 bits of the two's complement: `PyLong_AsUnsignedLongLongMask`.
    pub fn wrapping_u64(self) -> u64 {
        match self {
            IntRef::Small(v) => v as u64,
            IntRef::Big { negative, limbs } => {
                let low = limbs.first().copied().unwrap_or(0);
                if negative { low.wrapping_neg() } else { low }
            }
        }
    }

    /// The nearest float, ties to even. Counterpart: `PyLong_AsDouble`.
    pub fn to_f64(self) -> Result<f64> {
        match self {
            IntRef::Small(v) => Ok(v as f64),
            IntRef::Big { negative, limbs } => {
                let (top, exponent, sticky) = top_bits(limbs);
                let magnitude = crate::float::round_parts(top, exponent, sticky).ok_or(IntError::TooLargeForFloat)?;
                Ok(if negative { -magnitude } else { magnitude })
            }
        }
    }

    /// Compares with a float exactly, as mathematics does; `None` for a NaN.
    pub fn cmp_f64(self, other: f64) -> Option<Ordering> {
        if other.is_nan() {
            return None;
        }
        if other.is_infinite() {
            return Some(if other > 0.0 { Ordering::Less } else { Ordering::Greater });
        }
        if let IntRef::Small(v) = self
            && v.unsigned_abs() <= 1 << 53
        {
            return (v as f64).partial_cmp(&other);
        }
        // Integer parts first: a finite float has one.
        let whole = Int::from_f64(other.trunc()).ok()?;
        Some(self.cmp(&whole.as_ref()).then_with(|| 0.0_f64.total_cmp(&(other.fract() + 0.0))))
    }

    /// `hash(n)`: the value modulo 2^61 - 1 with its sign, never -1. Counterpart: `long_hash`.
    #[inline]
    pub fn hash(self) -> i64 {
        crate::hash::int(self)
    }

    fn big(self) -> IBig {
        match self {
            IntRef::Small(v) => IBig::from(v),
            IntRef::Big { negative, limbs } => IBig::from_sign_words(sign(negative), limbs),
        }
    }
}

/// The highest 64 bits of a magnitude, the exponent that they stand at, and whether anything below is not zero.
fn top_bits(limbs: &[u64]) -> (u64, i64, bool) {
    let n = limbs.len();
    let at = |back: usize| n.checked_sub(back).and_then(|i| limbs.get(i)).copied().unwrap_or(0);
    let (high, low) = (at(1), at(2));
    let shift = high.leading_zeros();
    let exponent = 64 * (n as i64 - 1) - i64::from(shift);
    if shift == 0 {
        let rest = limbs.split_last().map_or(&[][..], |(_, rest)| rest);
        return (high, exponent, rest.iter().any(|&l| l != 0));
    }
    let top = high << shift | low >> (64 - shift);
    let sticky = low << shift != 0 || limbs.iter().take(n.saturating_sub(2)).any(|&l| l != 0);
    (top, exponent, sticky)
}
