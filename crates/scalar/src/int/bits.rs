//! `&`, `|`, `^`, `~` and counting bits. Counterpart: `long_bitwise` and the bit methods of `int`.
//!
//! Invariant: a negative value behaves as its two's complement of unbounded width.

use super::limbs::{self, Limbs};
use super::{Int, IntRef};

impl IntRef<'_> {
    /// `self & other`
    #[inline]
    pub fn and(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return Int::small(a & b);
        }
        self.natural_pair(other, limbs::and).unwrap_or_else(|| Int::from_big(self.big() & other.big()))
    }

    /// `self | other`
    #[inline]
    pub fn or(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return Int::small(a | b);
        }
        let or = |a: &[u64], b: &[u64]| limbs::merge(a, b, |x, y| x | y);
        self.natural_pair(other, or).unwrap_or_else(|| Int::from_big(self.big() | other.big()))
    }

    /// `self ^ other`
    #[inline]
    pub fn xor(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return Int::small(a ^ b);
        }
        let xor = |a: &[u64], b: &[u64]| limbs::merge(a, b, |x, y| x ^ y);
        self.natural_pair(other, xor).unwrap_or_else(|| Int::from_big(self.big() ^ other.big()))
    }

    /// An operation on the limbs of two values of which none is negative; `None` for others.
    fn natural_pair(self, other: IntRef<'_>, op: impl Fn(&[u64], &[u64]) -> Limbs) -> Option<Int> {
        self.with_limbs(|a_negative, x| {
            other.with_limbs(|b_negative, y| if a_negative || b_negative { None } else { Some(Int::from_magnitude(false, op(x, y))) })
        })
    }

    /// `~self`: `-self - 1`
    #[inline]
    pub fn invert(self) -> Int {
        match self {
            IntRef::Small(v) => Int::small(!v),
            IntRef::Big { negative: true, limbs } => Int::from_magnitude(false, limbs::sub(limbs, &[1])),
            IntRef::Big { negative: false, limbs } => Int::from_magnitude(true, limbs::add(limbs, &[1])),
        }
    }

    /// How many ones the magnitude has: `int.bit_count`.
    pub fn bit_count(self) -> u64 {
        match self {
            IntRef::Small(v) => u64::from(v.unsigned_abs().count_ones()),
            IntRef::Big { limbs, .. } => limbs.iter().map(|l| u64::from(l.count_ones())).sum(),
        }
    }

    /// How many zeros stand at the low end of the magnitude; `None` for zero.
    pub fn trailing_zeros(self) -> Option<u64> {
        match self {
            IntRef::Small(0) => None,
            IntRef::Small(v) => Some(u64::from(v.trailing_zeros())),
            IntRef::Big { limbs, .. } => {
                let index = limbs.iter().position(|&l| l != 0)?;
                Some(index as u64 * 64 + u64::from(limbs.get(index)?.trailing_zeros()))
            }
        }
    }
}
