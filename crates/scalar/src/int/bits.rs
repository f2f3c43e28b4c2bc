//! `&`, `|`, `^`, `~` and counting bits. Counterpart: `long_bitwise` and the bit methods of `int`.
//!
//! Invariant: a negative value behaves as its two's complement of unbounded width.

use super::{Int, IntRef};

impl IntRef<'_> {
    /// `self & other`
    #[inline]
    pub fn and(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return Int::small(a & b);
        }
        Int::from_big(self.big() & other.big())
    }

    /// `self | other`
    #[inline]
    pub fn or(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return Int::small(a | b);
        }
        Int::from_big(self.big() | other.big())
    }

    /// `self ^ other`
    #[inline]
    pub fn xor(self, other: IntRef<'_>) -> Int {
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other) {
            return Int::small(a ^ b);
        }
        Int::from_big(self.big() ^ other.big())
    }

    /// `~self`
    #[inline]
    pub fn invert(self) -> Int {
        match self {
            IntRef::Small(v) => Int::small(!v),
            IntRef::Big { .. } => Int::from_big(!self.big()),
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
