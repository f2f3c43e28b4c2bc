//! Powers. Counterpart: `long_pow` and `long_invmod`.
//!
//! Invariant: the size of a power is known before it is computed; a modular one never grows beyond the modulus.

use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::ExtendedGcd;
use dashu_int::{IBig, Sign, UBig};

use super::{Int, IntError, IntRef, MAX_BITS, Result};

impl IntRef<'_> {
    /// `self ** exponent` for an exponent that is not negative (a negative one makes a float: the caller goes to
    /// [`crate::float::pow`]; here it is [`IntError::NegativeShift`], which no caller should see).
    pub fn pow(self, exponent: IntRef<'_>) -> Result {
        if exponent.is_negative() {
            return Err(IntError::NegativeShift);
        }
        // Bases whose powers do not grow take any exponent.
        match self {
            _ if exponent.is_zero() => return Ok(Int::ONE),
            IntRef::Small(v @ (0 | 1)) => return Ok(Int::small(v)),
            IntRef::Small(-1) => return Ok(Int::small(if exponent.is_odd() { -1 } else { 1 })),
            IntRef::Small(_) | IntRef::Big { .. } => {}
        }
        let n = exponent.as_u64().ok_or(IntError::TooLarge)?;
        if let (IntRef::Small(base), Ok(small)) = (self, u32::try_from(n))
            && let Some(power) = base.checked_pow(small)
        {
            return Ok(Int::small(power));
        }
        // The power has more than (bits - 1) * n bits.
        if (self.bit_length() - 1).max(1).checked_mul(n).is_none_or(|bits| bits > MAX_BITS) {
            return Err(IntError::TooLarge);
        }
        if let IntRef::Small(2) = self {
            return IntRef::Small(1).shl(exponent);
        }
        Ok(Int::from_big(self.big().pow(n as usize)))
    }

    /// `pow(self, exponent, modulus)`; a negative exponent goes by way of the inverse, the result has the sign of
    /// the modulus.
    pub fn pow_mod(self, exponent: IntRef<'_>, modulus: IntRef<'_>) -> Result {
        if modulus.is_zero() {
            return Err(IntError::ZeroModulus);
        }
        if let IntRef::Small(1 | -1) = modulus {
            return Ok(Int::ZERO);
        }
        let m = modulus.abs();
        let base = if exponent.is_negative() { self.inverse(m.as_ref())? } else { self.modulo(m.as_ref())? };
        let n = exponent.abs();
        let power = match (base.as_i64(), n.as_i64(), m.as_i64()) {
            (Some(b), Some(n), Some(m)) => Int::small(pow_mod_word(b.unsigned_abs(), n.unsigned_abs(), m.unsigned_abs()) as i64),
            _ => {
                let ring = ConstDivisor::new(m.clone().into_big().into_parts().1);
                let raised = ring.reduce(base.into_big()).pow(&n.into_big().into_parts().1);
                Int::from_big(IBig::from(raised.residue()))
            }
        };
        if modulus.is_negative() && !power.as_ref().is_zero() {
            return Ok(power.as_ref().add(modulus));
        }
        Ok(power)
    }

    /// The inverse modulo `m` (above 1), in `0..m`.
    fn inverse(self, m: IntRef<'_>) -> Result {
        let reduced = self.modulo(m)?;
        if reduced.as_ref().is_zero() {
            return Err(IntError::NotInvertible);
        }
        let (a, modulus) = (reduced.into_big().into_parts().1, m.big().into_parts().1);
        let (g, x, _) = (&a).gcd_ext(&modulus);
        if g != UBig::ONE {
            return Err(IntError::NotInvertible);
        }
        let x = Int::from_big(x);
        if x.as_ref().is_negative() { Ok(x.as_ref().add(m)) } else { x.as_ref().modulo(m) }
    }
}

/// `base ** n % m` where `base < m` and `m < 2^63`.
fn pow_mod_word(mut base: u64, mut n: u64, m: u64) -> u64 {
    let times = |a: u64, b: u64| {
        if m <= 1 << 32 { a * b % m } else { (u128::from(a) * u128::from(b) % u128::from(m)) as u64 }
    };
    let mut result = 1 % m;
    while n > 0 {
        if n & 1 == 1 {
            result = times(result, base);
        }
        n >>= 1;
        if n > 0 {
            base = times(base, base);
        }
    }
    result
}

impl Int {
    /// `10 ** n`
    pub fn power_of_ten(n: u32) -> Result {
        IntRef::Small(10).pow(IntRef::Small(i64::from(n)))
    }

    /// `mantissa * 2 ** exponent` for a small exponent that is not negative.
    pub(crate) fn scaled(mantissa: u64, exponent: u32, negative: bool) -> Self {
        let sign = if negative { Sign::Negative } else { Sign::Positive };
        Self::from_big(IBig::from_parts(sign, UBig::from(mantissa) << exponent as usize))
    }
}
