//! Sums, products, quotients, shifts and what they cost. Counterpart: the number slots of `Objects/longobject.c`.
//!
//! Invariant: each function tries the machine word first and leaves to the library only what does not fit.

use std::cmp::Ordering;

use dashu_int::ops::{DivRem, Gcd, SquareRoot};
use dashu_int::{IBig, UBig};

use super::limbs::{self, Limbs};
use super::{Int, IntError, IntRef, MAX_BITS, Result, top_bits};

/// An operation whose price [`cost`] estimates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `a + b`, `a - b`, `a & b`, comparisons: linear.
    Linear,
    /// `a * b`
    Mul,
    /// `a // b`, `a % b`
    Div,
    /// `a ** b`
    Pow,
    /// `pow(a, b, m)`: `a` is the modulus, `b` the exponent.
    PowMod,
    /// `a << b`
    Shift,
    /// `gcd(a, b)`
    Gcd,
    /// Decimal text of `a`, or text of `a` limbs to an integer.
    Decimal,
}

/// About how many limb operations `op` takes, for a caller that ticks: roughly a nanosecond each.
pub fn cost(op: Op, a: IntRef<'_>, b: IntRef<'_>) -> u64 {
    let (n, m) = (limb_count(a), limb_count(b));
    match op {
        Op::Linear => n + m,
        Op::Mul | Op::Div => product_cost(n, m),
        Op::Pow => {
            let exponent = b.as_u64().unwrap_or(u64::MAX);
            let result = n.saturating_mul(exponent);
            if let (IntRef::Small(-1..=1), _) | (_, IntRef::Small(..=1)) = (a, b) { 1 } else { product_cost(result, result) }
        }
        Op::PowMod => product_cost(n, n).saturating_mul(2).saturating_mul(b.bit_length().max(1)),
        Op::Shift => n + b.as_u64().unwrap_or(0) / 64,
        Op::Gcd => n.saturating_mul(m).max(n + m),
        Op::Decimal => product_cost(n, n).saturating_mul(u64::from(n.max(1).ilog2() + 1)),
    }
}

fn limb_count(a: IntRef<'_>) -> u64 {
    match a {
        IntRef::Small(_) => 1,
        IntRef::Big { limbs, .. } => limbs.len() as u64,
    }
}

/// Schoolbook for short factors, Karatsuba's exponent (about 1.585) for two long ones.
fn product_cost(n: u64, m: u64) -> u64 {
    let (short, long) = (n.min(m), n.max(m));
    if short <= 32 {
        return short.saturating_mul(long);
    }
    // short^1.585 for each of the long / short pieces.
    let piece = (short as f64).powf(1.585) * 4.0;
    (piece * (long as f64 / short as f64)) as u64
}

fn checked_size(bits: u64) -> Result<()> {
    if bits > MAX_BITS { Err(IntError::TooLarge) } else { Ok(()) }
}

/// `a + b`, or `a - b` if `negate`.
fn sum(a: IntRef<'_>, b: IntRef<'_>, negate: bool) -> Int {
    if let (Some(x), Some(y)) = (a.as_i128(), b.as_i128())
        && let Some(sum) = if negate { x.checked_sub(y) } else { x.checked_add(y) }
    {
        return Int::from(sum);
    }
    a.with_limbs(|a_negative, x| {
        b.with_limbs(|b_negative, y| {
            let b_negative = b_negative != negate;
            if a_negative == b_negative {
                return Int::from_magnitude(a_negative, limbs::add(x, y));
            }
            match limbs::compare(x, y) {
                Ordering::Less => Int::from_magnitude(b_negative, limbs::sub(y, x)),
                Ordering::Equal => Int::ZERO,
                Ordering::Greater => Int::from_magnitude(a_negative, limbs::sub(x, y)),
            }
        })
    })
}

/// Truncated quotient and remainder of two magnitudes, the divisor not zero.
fn div_magnitudes(x: &[u64], y: &[u64]) -> (Limbs, Limbs) {
    match (x, y) {
        _ if limbs::compare(x, y) == Ordering::Less => (Limbs::new(), Limbs::from_slice(x)),
        (_, [divisor]) => {
            let (q, r) = limbs::divmod_word(x, *divisor);
            (q, Limbs::from_slice(&[r]))
        }
        ([a, b], [c, d]) => {
            let wide = |low: u64, high: u64| u128::from(high) << 64 | u128::from(low);
            let (x, y) = (wide(*a, *b), wide(*c, *d));
            let two = |v: u128| Limbs::from_slice(&[v as u64, (v >> 64) as u64]);
            (two(x / y), two(x % y))
        }
        _ => {
            let (q, r) = UBig::from_words(x).div_rem(UBig::from_words(y));
            (Limbs::from_slice(q.as_words()), Limbs::from_slice(r.as_words()))
        }
    }
}

#[expect(
    clippy::should_implement_trait,
    reason = "Python's operations: some can fail, and all but these words would be a second vocabulary"
)]
impl IntRef<'_> {
    /// `self + other`
    #[inline]
    pub fn add(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return match a.checked_add(b) {
                Some(sum) => Int::small(sum),
                None => Int::from(i128::from(a) + i128::from(b)),
            };
        }
        sum(self, other, false)
    }

    /// `self - other`
    #[inline]
    pub fn sub(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return match a.checked_sub(b) {
                Some(difference) => Int::small(difference),
                None => Int::from(i128::from(a) - i128::from(b)),
            };
        }
        sum(self, other, true)
    }

    /// `self * other`, [`IntError::TooLarge`] where the product would be.
    #[inline]
    pub fn mul(self, other: IntRef<'_>) -> Result {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return Ok(match a.checked_mul(b) {
                Some(product) => Int::small(product),
                None => Int::from(i128::from(a) * i128::from(b)),
            });
        }
        if let (Some(x), Some(y)) = (self.as_i128(), other.as_i128())
            && let Some(product) = x.checked_mul(y)
        {
            return Ok(Int::from(product));
        }
        checked_size(self.bit_length() + other.bit_length())?;
        Ok(self.with_limbs(|a_negative, x| {
            other.with_limbs(|b_negative, y| {
                if x.len().min(y.len()) <= limbs::SCHOOLBOOK {
                    return Int::from_magnitude(a_negative != b_negative, limbs::mul(x, y));
                }
                let product = UBig::from_words(x) * UBig::from_words(y);
                Int::from_limbs(a_negative != b_negative, product.as_words())
            })
        }))
    }

    /// `-self`
    #[inline]
    pub fn neg(self) -> Int {
        match self {
            IntRef::Small(v) => v.checked_neg().map_or_else(|| Int::from(-i128::from(v)), Int::small),
            IntRef::Big { negative, limbs } => Int::from_limbs(!negative, limbs),
        }
    }

    /// `abs(self)`
    #[inline]
    pub fn abs(self) -> Int {
        match self {
            IntRef::Small(v) => Int::from(v.unsigned_abs()),
            IntRef::Big { limbs, .. } => Int::from_limbs(false, limbs),
        }
    }

    /// `self // other`: the quotient rounded towards minus infinity.
    #[inline]
    pub fn floordiv(self, other: IntRef<'_>) -> Result {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return match floor_i64(a, b) {
                Some((q, _)) => Ok(Int::small(q)),
                None if b == 0 => Err(IntError::DivisionByZero),
                None => Ok(self.neg()),
            };
        }
        Ok(self.divmod(other)?.0)
    }

    /// `self % other`: has the sign of `other`.
    #[inline]
    pub fn modulo(self, other: IntRef<'_>) -> Result {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return match floor_i64(a, b) {
                Some((_, r)) => Ok(Int::small(r)),
                None if b == 0 => Err(IntError::ModuloByZero),
                None => Ok(Int::ZERO),
            };
        }
        match self.divmod(other) {
            Ok((_, r)) => Ok(r),
            Err(_) => Err(IntError::ModuloByZero),
        }
    }

    /// `divmod(self, other)`
    pub fn divmod(self, other: IntRef<'_>) -> Result<(Int, Int)> {
        if other.is_zero() {
            return Err(IntError::DivisionByZero);
        }
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other)
            && let Some((q, r)) = floor_i64(a, b)
        {
            return Ok((Int::small(q), Int::small(r)));
        }
        let opposite = self.is_negative() != other.is_negative();
        let (q, r) = self.with_limbs(|_, x| other.with_limbs(|_, y| div_magnitudes(x, y)));
        let (q, r) = (Int::from_magnitude(opposite, q), Int::from_magnitude(self.is_negative(), r));
        // This truncates; Python's remainder has the sign of the divisor.
        if opposite && !r.as_ref().is_zero() {
            return Ok((q.add_small(-1), r.as_ref().add(other)));
        }
        Ok((q, r))
    }

    /// `self / other`: the nearest float, ties to even. Counterpart: `long_true_divide`.
    pub fn true_div(self, other: IntRef<'_>) -> Result<f64> {
        const EXACT: u64 = 1 << 53;
        if other.is_zero() {
            return Err(IntError::TrueDivisionByZero);
        }
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other)
            && a.unsigned_abs() <= EXACT
            && b.unsigned_abs() <= EXACT
        {
            // Both are floats without rounding, so the machine's division rounds once.
            return Ok(a as f64 / b as f64);
        }
        let negative = self.is_negative() != other.is_negative();
        if self.is_zero() {
            return Ok(if negative { -0.0 } else { 0.0 });
        }
        // The quotient lies between 2^(d-1) and 2^(d+1).
        let d = self.bit_length() as i64 - other.bit_length() as i64;
        if d > 1025 {
            return Err(IntError::QuotientTooLarge);
        }
        if d < -1080 {
            return Ok(if negative { -0.0 } else { 0.0 });
        }
        // Scale so that the integer quotient has 62 or 63 bits, then round once with what was cut off.
        let shift = 62 - d;
        let (a, b) = (self.big().into_parts().1, other.big().into_parts().1);
        let (a, b) = if shift >= 0 { (a << shift as usize, b) } else { (a, b << shift.unsigned_abs() as usize) };
        let (q, r) = a.div_rem(&b);
        let q = u64::try_from(&q).map_err(|_| IntError::QuotientTooLarge)?;
        let magnitude = crate::float::round_parts(q, -shift, !r.is_zero()).ok_or(IntError::QuotientTooLarge)?;
        Ok(if negative { -magnitude } else { magnitude })
    }

    /// `self << other`
    #[inline]
    pub fn shl(self, other: IntRef<'_>) -> Result {
        if let (IntRef::Small(a), IntRef::Small(n @ 0..=62)) = (self, other) {
            let shifted = a << n;
            if shifted >> n == a {
                return Ok(Int::small(shifted));
            }
        }
        if other.is_negative() {
            return Err(IntError::NegativeShift);
        }
        if self.is_zero() {
            return Ok(Int::ZERO);
        }
        let n = other.as_u64().filter(|n| *n <= MAX_BITS).ok_or(IntError::TooLarge)?;
        checked_size(self.bit_length() + n)?;
        Ok(self.with_limbs(|negative, x| Int::from_magnitude(negative, limbs::shl(x, n as usize))))
    }

    /// `self >> other`: rounds towards minus infinity.
    #[inline]
    pub fn shr(self, other: IntRef<'_>) -> Result {
        match (self, other) {
            (_, IntRef::Small(..=-1) | IntRef::Big { negative: true, .. }) => Err(IntError::NegativeShift),
            (IntRef::Small(a), IntRef::Small(n)) => Ok(Int::small(a >> n.min(63))),
            (_, IntRef::Big { .. }) => Ok(if self.is_negative() { Int::small(-1) } else { Int::ZERO }),
            (IntRef::Big { negative, limbs }, IntRef::Small(n)) => {
                let (shifted, any_lost) = limbs::shr(limbs, n.unsigned_abs());
                let shifted = Int::from_magnitude(negative, shifted);
                Ok(if negative && any_lost { shifted.add_small(-1) } else { shifted })
            }
        }
    }

    /// The greatest common divisor, never negative; `gcd(0, 0)` is 0.
    pub fn gcd(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
            while b != 0 {
                (a, b) = (b, a % b);
            }
            return Int::from(a);
        }
        // Neither branch reaches the library with two zeros.
        if self.is_zero() {
            return other.abs();
        }
        if other.is_zero() {
            return self.abs();
        }
        let (a, b) = (self.big().into_parts().1, other.big().into_parts().1);
        Int::from_big(IBig::from((&a).gcd(&b)))
    }

    /// `math.isqrt(self)`
    pub fn isqrt(self) -> Result {
        if self.is_negative() {
            return Err(IntError::NegativeRoot);
        }
        match self {
            IntRef::Small(v) => Ok(Int::small(v.isqrt())),
            IntRef::Big { .. } => Ok(Int::from_big(IBig::from(self.big().into_parts().1.sqrt()))),
        }
    }

    /// `round(self, digits)` for negative `digits`: to a multiple of 10^-digits, ties to even. Counterpart:
    /// `int___round___impl`.
    pub fn round(self, digits: IntRef<'_>) -> Result {
        if !digits.is_negative() {
            return Ok(self.to_int());
        }
        // 10^n is beyond twice the value: the answer is zero. This also bounds the power below.
        let n = digits.neg().as_ref().as_u64().unwrap_or(u64::MAX);
        if n > self.bit_length() / 3 + 2 {
            return Ok(Int::ZERO);
        }
        let unit = IntRef::Small(10).pow(IntRef::Small(n as i64))?;
        let (q, r) = self.divmod(unit.as_ref())?;
        let twice = r.as_ref().shl(IntRef::Small(1))?;
        let up = match twice.cmp(&unit) {
            Ordering::Less => false,
            Ordering::Equal => q.as_ref().is_odd(),
            Ordering::Greater => true,
        };
        let down = self.sub(r.as_ref());
        Ok(if up { down.as_ref().add(unit.as_ref()) } else { down })
    }

    /// How many bits the magnitude has: `int.bit_length`.
    #[inline]
    pub fn bit_length(self) -> u64 {
        match self {
            IntRef::Small(v) => u64::from(64 - v.unsigned_abs().leading_zeros()),
            IntRef::Big { limbs, .. } => limbs.len() as u64 * 64 - u64::from(limbs.last().map_or(0, |l| l.leading_zeros())),
        }
    }

    /// Mantissa and exponent as `math.frexp` has them, for logarithms of values beyond the floats: the value is
    /// `m * 2**e` with `0.5 <= abs(m) < 1`, rounded to the nearest. Counterpart: `_PyLong_Frexp`.
    pub fn frexp(self) -> (f64, i64) {
        match self {
            IntRef::Small(v) => crate::float::frexp(v as f64),
            IntRef::Big { negative, limbs } => {
                let (top, exponent, sticky) = top_bits(limbs);
                let m = crate::float::round_parts(top, -64, sticky).unwrap_or(1.0);
                let (m, carried) = if m >= 1.0 { (m / 2.0, 1) } else { (m, 0) };
                (if negative { -m } else { m }, exponent + 64 + carried)
            }
        }
    }
}

impl Int {
    /// `self + other` for a machine word.
    pub fn add_small(&self, other: i64) -> Self {
        self.as_ref().add(IntRef::Small(other))
    }
}

/// Floor quotient and remainder; `None` for a zero divisor and for `i64::MIN / -1`.
#[inline]
fn floor_i64(a: i64, b: i64) -> Option<(i64, i64)> {
    let q = a.checked_div(b)?;
    let r = a.wrapping_sub(q.wrapping_mul(b));
    if r != 0 && (r ^ b) < 0 { Some((q - 1, r + b)) } else { Some((q, r)) }
}
