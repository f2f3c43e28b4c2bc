//! Integers as runs of bytes. Counterpart: `int.to_bytes`, `int.from_bytes`, `_PyLong_FromByteArray`.
//!
//! Invariant: signed means two's complement; the number of bytes is the caller's choice and is checked.

use dashu_int::{IBig, UBig};

use super::{Int, IntError, IntRef, Result};

/// The order of bytes in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endian {
    /// `"little"`: the least significant byte first.
    Little,
    /// `"big"`: the most significant byte first.
    Big,
}

impl Int {
    /// `int.from_bytes(bytes, byteorder, signed=signed)`
    pub fn from_bytes(bytes: &[u8], endian: Endian, signed: bool) -> Self {
        let top = match endian {
            Endian::Little => bytes.last(),
            Endian::Big => bytes.first(),
        };
        let negative = signed && top.is_some_and(|b| b & 0x80 != 0);
        if bytes.len() <= 8 {
            // Sign-extend into one word; an unsigned one of eight bytes may still not fit.
            let fill = if negative { 0xff } else { 0 };
            let mut word = [fill; 8];
            for (to, from) in word.iter_mut().zip(least_first(bytes, endian)) {
                *to = from;
            }
            return if signed { Self::small(i64::from_le_bytes(word)) } else { Self::from(u64::from_le_bytes(word)) };
        }
        let magnitude = match endian {
            Endian::Little => UBig::from_le_bytes(bytes),
            Endian::Big => UBig::from_be_bytes(bytes),
        };
        let mut value = IBig::from(magnitude);
        if negative {
            value -= IBig::ONE << (bytes.len() * 8);
        }
        Self::from_big(value)
    }
}

fn least_first(bytes: &[u8], endian: Endian) -> impl Iterator<Item = u8> + '_ {
    let (forward, backward) = match endian {
        Endian::Little => (Some(bytes.iter()), None),
        Endian::Big => (None, Some(bytes.iter().rev())),
    };
    forward.into_iter().flatten().chain(backward.into_iter().flatten()).copied()
}

impl IntRef<'_> {
    /// Writes the value into the whole of `out`: `int.to_bytes(len(out), endian, signed=signed)`.
    pub fn to_bytes(self, out: &mut [u8], endian: Endian, signed: bool) -> Result<()> {
        let negative = self.is_negative();
        if negative && !signed {
            return Err(IntError::NegativeToUnsigned);
        }
        // Two's complement holds -2^(n-1) ..= 2^(n-1) - 1: a negative value needs the bits of -v - 1 and a sign.
        let bits = if negative { self.invert().as_ref().bit_length() } else { self.bit_length() };
        if bits + u64::from(signed) > out.len() as u64 * 8 && !(out.is_empty() && self.is_zero()) {
            return Err(IntError::DoesNotFit);
        }
        self.with_limbs(|_, limbs| {
            let mut carry = negative;
            let magnitude = limbs.iter().flat_map(|l| l.to_le_bytes()).chain(std::iter::repeat(0));
            let digits = magnitude.map(|byte| {
                if !negative {
                    return byte;
                }
                // -v is ~v + 1, byte by byte.
                let (sum, overflow) = (!byte).overflowing_add(u8::from(carry));
                carry = overflow;
                sum
            });
            match endian {
                Endian::Little => out.iter_mut().zip(digits).for_each(|(to, from)| *to = from),
                Endian::Big => out.iter_mut().rev().zip(digits).for_each(|(to, from)| *to = from),
            }
        });
        Ok(())
    }
}
