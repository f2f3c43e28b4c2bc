//! Arithmetic on short runs of limbs, where calling a library costs more than the work. Counterpart: `x_add`, `x_sub`,
//! `x_mul`, `inplace_divrem1` in `Objects/longobject.c`.
//!
//! Invariant: magnitudes only, least significant limb first; results may have zeros at their end, which
//! [`trim`] takes away.

use std::cmp::Ordering;

use smallvec::SmallVec;

/// A magnitude; up to 512 bits, so a hundred decimal digits and some, lie inline.
pub(super) type Limbs = SmallVec<[u64; 8]>;

/// Up to this many limbs of the shorter factor the schoolbook is faster than the library's set-up.
pub(super) const SCHOOLBOOK: usize = 24;

/// Up to this many limbs decimal text is made here.
pub(super) const SHORT_TEXT: usize = 16;

/// Takes zeros from the end.
pub(super) fn trim(limbs: &mut Limbs) {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
}

/// Compares two magnitudes without zeros at their ends.
pub(super) fn compare(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// `a + b`
pub(super) fn add(a: &[u64], b: &[u64]) -> Limbs {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut out = Limbs::with_capacity(long.len() + 1);
    out.extend_from_slice(long);
    let mut carry = false;
    let mut slots = out.iter_mut();
    for (&y, slot) in short.iter().zip(&mut slots) {
        let (sum, over) = slot.overflowing_add(y);
        let (sum, again) = sum.overflowing_add(u64::from(carry));
        (*slot, carry) = (sum, over | again);
    }
    // Beyond the shorter one only a carry goes on.
    while carry {
        match slots.next() {
            Some(slot) => (*slot, carry) = slot.overflowing_add(1),
            None => break,
        }
    }
    if carry {
        out.push(1);
    }
    out
}

/// `a - b` where `a` is not less than `b`.
pub(super) fn sub(a: &[u64], b: &[u64]) -> Limbs {
    let mut out = Limbs::from_slice(a);
    let mut borrow = false;
    let mut slots = out.iter_mut();
    for (&y, slot) in b.iter().zip(&mut slots) {
        let (difference, under) = slot.overflowing_sub(y);
        let (difference, again) = difference.overflowing_sub(u64::from(borrow));
        (*slot, borrow) = (difference, under | again);
    }
    while borrow {
        match slots.next() {
            Some(slot) => (*slot, borrow) = slot.overflowing_sub(1),
            None => break,
        }
    }
    trim(&mut out);
    out
}

/// The bits that both have. The shorter one decides the length.
pub(super) fn and(a: &[u64], b: &[u64]) -> Limbs {
    let mut out: Limbs = a.iter().zip(b).map(|(x, y)| x & y).collect();
    trim(&mut out);
    out
}

/// `op`, which leaves a limb as it is when the other is 0, on each pair of limbs: `|` or `^`.
pub(super) fn merge(a: &[u64], b: &[u64], op: impl Fn(u64, u64) -> u64) -> Limbs {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut out = Limbs::from_slice(long);
    for (slot, &y) in out.iter_mut().zip(short) {
        *slot = op(*slot, y);
    }
    trim(&mut out);
    out
}

/// `a * b` by the schoolbook.
pub(super) fn mul(a: &[u64], b: &[u64]) -> Limbs {
    let mut out = Limbs::from_elem(0, a.len() + b.len());
    for (i, &x) in a.iter().enumerate() {
        let mut carry = 0_u64;
        let Some((row, above)) = out.get_mut(i..).and_then(|r| r.split_at_mut_checked(b.len())) else {
            break;
        };
        for (&y, slot) in b.iter().zip(row) {
            // At most (2^64 - 1)^2 + 2 (2^64 - 1), which fits.
            let wide = u128::from(x) * u128::from(y) + u128::from(*slot) + u128::from(carry);
            *slot = wide as u64;
            carry = (wide >> 64) as u64;
        }
        if let Some(slot) = above.first_mut() {
            *slot = carry;
        }
    }
    trim(&mut out);
    out
}

/// `divmod(a, divisor)` for a divisor that is not zero.
pub(super) fn divmod_word(a: &[u64], divisor: u64) -> (Limbs, u64) {
    let mut out = Limbs::from_slice(a);
    let rest = div_in_place(&mut out, divisor);
    trim(&mut out);
    (out, rest)
}

/// Divides by a short divisor. Inlined, so that a constant one becomes a multiplication.
#[inline(always)]
fn div_short(limbs: &mut [u64], divisor: u32) -> u32 {
    let divisor = u64::from(divisor);
    let mut rest = 0_u64;
    for limb in limbs.iter_mut().rev() {
        // Two halves: each step divides 64 bits by 32, which the machine does well.
        let high = (rest << 32) | (*limb >> 32);
        let low = ((high % divisor) << 32) | (*limb & 0xffff_ffff);
        *limb = ((high / divisor) << 32) | (low / divisor);
        rest = low % divisor;
    }
    rest as u32
}

fn div_in_place(limbs: &mut [u64], divisor: u64) -> u64 {
    let mut rest = 0_u64;
    if let Ok(short) = u32::try_from(divisor) {
        return u64::from(div_short(limbs, short));
    }
    for limb in limbs.iter_mut().rev() {
        let wide = u128::from(rest) << 64 | u128::from(*limb);
        *limb = (wide / u128::from(divisor)) as u64;
        rest = (wide % u128::from(divisor)) as u64;
    }
    rest
}

/// The decimal digits of a short magnitude.
pub(super) fn to_decimal(negative: bool, magnitude: &[u64]) -> String {
    // Nine digits at a time, the lowest first; 16 limbs have 309 digits.
    let mut parts: SmallVec<[u32; 36]> = SmallVec::new();
    let mut rest = Limbs::from_slice(magnitude);
    while !rest.is_empty() {
        parts.push(div_short(&mut rest, 1_000_000_000));
        trim(&mut rest);
    }
    let mut out = String::with_capacity(parts.len() * 9 + 1);
    if negative {
        out.push('-');
    }
    let mut buffer = [0; 20];
    for (i, &part) in parts.iter().rev().enumerate() {
        let digits = super::decimal_i64(i64::from(part), &mut buffer);
        if i > 0 {
            out.push_str("000000000".get(digits.len()..).unwrap_or_default());
        }
        out.push_str(digits);
    }
    out
}

/// `a << bits`
pub(super) fn shl(a: &[u64], bits: usize) -> Limbs {
    let (skip, shift) = (bits / 64, (bits % 64) as u32);
    let mut out = Limbs::with_capacity(a.len() + skip + 1);
    out.resize(skip, 0);
    let mut carry = 0;
    for &limb in a {
        out.push(limb << shift | carry);
        carry = if shift == 0 { 0 } else { limb >> (64 - shift) };
    }
    out.push(carry);
    trim(&mut out);
    out
}

/// `a >> bits`, and whether a one was lost.
pub(super) fn shr(a: &[u64], bits: u64) -> (Limbs, bool) {
    let (skip, shift) = (usize::try_from(bits / 64).unwrap_or(usize::MAX), (bits % 64) as u32);
    let Some((lost, kept)) = a.split_at_checked(skip) else {
        return (Limbs::new(), a.iter().any(|&l| l != 0));
    };
    let mut out = Limbs::from_slice(kept);
    let mut any_lost = lost.iter().any(|&l| l != 0);
    if shift > 0 {
        let mut above = 0;
        for limb in out.iter_mut().rev() {
            let low = *limb << (64 - shift);
            *limb = *limb >> shift | above;
            above = low;
        }
        any_lost |= above != 0;
    }
    trim(&mut out);
    (out, any_lost)
}
