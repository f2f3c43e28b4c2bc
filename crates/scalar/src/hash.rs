//! `hash()` of every builtin value. Counterpart: `Python/pyhash.c`, `tuplehash`, `frozenset_hash`.
//!
//! Invariant: bit for bit CPython's on a 64-bit machine, so that the order of sets is the same for the same
//! `PYTHONHASHSEED`; and no hash is ever -1, which means "an exception is set".

use crate::int::IntRef;

/// The width of the prime that numbers are reduced by: `sys.hash_info.modulus` is `2**61 - 1`.
pub const BITS: u32 = 61;
/// `sys.hash_info.modulus`
pub const MODULUS: u64 = (1 << BITS) - 1;
/// `sys.hash_info.inf`
pub const INF: i64 = 314_159;
/// `sys.hash_info.imag`
pub const IMAG: u64 = 1_000_003;

/// -1 means an exception, so -2 stands for it.
#[inline]
fn not_minus_one(hash: u64) -> i64 {
    if hash == u64::MAX { -2 } else { hash as i64 }
}

/// The key of the hash of text and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashSecret {
    k0: u64,
    k1: u64,
}

impl HashSecret {
    /// The key for a given `PYTHONHASHSEED`; 0 turns randomisation off.
    pub fn from_seed(seed: u32) -> Self {
        if seed == 0 {
            return Self { k0: 0, k1: 0 };
        }
        let mut x = seed;
        let mut word = || {
            let mut bytes = [0_u8; 8];
            for byte in &mut bytes {
                x = x.wrapping_mul(214_013).wrapping_add(2_531_011);
                *byte = (x >> 16) as u8;
            }
            u64::from_le_bytes(bytes)
        };
        Self { k0: word(), k1: word() }
    }

    /// A key of random words.
    pub fn from_keys(k0: u64, k1: u64) -> Self {
        Self { k0, k1 }
    }

    /// The hash of bytes, and of an ASCII or Latin-1 str.
    #[inline]
    pub fn bytes(&self, data: &[u8]) -> i64 {
        if data.is_empty() {
            return 0;
        }
        let mut sip = Sip13::new(self.k0, self.k1);
        let (words, rest) = data.as_chunks::<8>();
        for word in words {
            sip.word(u64::from_le_bytes(*word));
        }
        let tail = rest.iter().rev().fold(0, |acc, &b| acc << 8 | u64::from(b));
        sip.finish(tail, data.len())
    }

    /// The hash of a str whose largest code point needs 16 bits: of its memory, as CPython lays it out.
    pub fn ucs2(&self, data: &[u16]) -> i64 {
        if data.is_empty() {
            return 0;
        }
        let mut sip = Sip13::new(self.k0, self.k1);
        let pack = |units: &[u16]| units.iter().rev().fold(0, |acc, &u| acc << 16 | u64::from(u));
        let (words, rest) = data.as_chunks::<4>();
        for word in words {
            sip.word(pack(word));
        }
        sip.finish(pack(rest), data.len() * 2)
    }

    /// The hash of a str whose largest code point needs more than 16 bits.
    pub fn ucs4(&self, data: &[u32]) -> i64 {
        if data.is_empty() {
            return 0;
        }
        let mut sip = Sip13::new(self.k0, self.k1);
        let pack = |units: &[u32]| units.iter().rev().fold(0, |acc, &u| acc << 32 | u64::from(u));
        let (words, rest) = data.as_chunks::<2>();
        for word in words {
            sip.word(pack(word));
        }
        sip.finish(pack(rest), data.len() * 4)
    }
}

/// SipHash with one round per word and three at the end.
struct Sip13 {
    v0: u64,
    v1: u64,
    v2: u64,
    v3: u64,
}

impl Sip13 {
    #[inline]
    fn new(k0: u64, k1: u64) -> Self {
        // The constants spell "somepseudorandomlygeneratedbytes".
        Self {
            v0: k0 ^ 0x736f_6d65_7073_6575,
            v1: k1 ^ 0x646f_7261_6e64_6f6d,
            v2: k0 ^ 0x6c79_6765_6e65_7261,
            v3: k1 ^ 0x7465_6462_7974_6573,
        }
    }

    #[inline]
    fn round(&mut self) {
        self.v0 = self.v0.wrapping_add(self.v1);
        self.v2 = self.v2.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(13) ^ self.v0;
        self.v3 = self.v3.rotate_left(16) ^ self.v2;
        self.v0 = self.v0.rotate_left(32);
        self.v2 = self.v2.wrapping_add(self.v1);
        self.v0 = self.v0.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(17) ^ self.v2;
        self.v3 = self.v3.rotate_left(21) ^ self.v0;
        self.v2 = self.v2.rotate_left(32);
    }

    #[inline]
    fn word(&mut self, m: u64) {
        self.v3 ^= m;
        self.round();
        self.v0 ^= m;
    }

    #[inline]
    fn finish(mut self, tail: u64, len: usize) -> i64 {
        self.word((len as u64) << 56 | tail);
        self.v2 ^= 0xff;
        self.round();
        self.round();
        self.round();
        not_minus_one(self.v0 ^ self.v1 ^ self.v2 ^ self.v3)
    }
}

/// The hash of an integer: modulo 2^61 - 1, with its sign.
#[inline]
pub fn int(value: IntRef<'_>) -> i64 {
    match value {
        IntRef::Small(v) => {
            let magnitude = (v.unsigned_abs() % MODULUS) as i64;
            not_minus_one((if v < 0 { -magnitude } else { magnitude }) as u64)
        }
        IntRef::Big { negative, limbs } => {
            // 2^64 is 8 modulo 2^61 - 1.
            let step = |acc: u64, &limb: &u64| ((u128::from(acc) * 8 + u128::from(limb)) % u128::from(MODULUS)) as u64;
            let magnitude = limbs.iter().rev().fold(0, step) as i64;
            not_minus_one((if negative { -magnitude } else { magnitude }) as u64)
        }
    }
}

/// The hash of a float; `None` for a NaN, which hashes as its object's address.
pub fn float(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { INF } else { -INF });
    }
    let (mantissa, exponent, negative) = crate::float::parts(value);
    // Multiplying by a power of two rotates the 61 bits; a negative power rotates the other way.
    let turn = exponent.rem_euclid(BITS as i32) as u32;
    let m = mantissa % MODULUS;
    let rotated = if turn == 0 { m } else { (m << turn & MODULUS) | m >> (BITS - turn) };
    let hash = rotated as i64;
    Some(not_minus_one((if negative { -hash } else { hash }) as u64))
}

/// The hash of a complex number from the hashes of its parts (a NaN's is its object's, see [`float`]).
pub fn complex(real: i64, imag: i64) -> i64 {
    not_minus_one((real as u64).wrapping_add(IMAG.wrapping_mul(imag as u64)))
}

/// The hash of an object by its address: the low four bits say nothing, so they go to the top.
#[inline]
pub fn pointer(address: usize) -> i64 {
    not_minus_one((address as u64).rotate_right(4))
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;
/// What tuples and slices hash to instead of -1.
const INSTEAD: i64 = 1_546_275_796;

/// Takes the hashes of a tuple's items one by one.
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher {
    acc: u64,
    len: u64,
}

impl Default for TupleHasher {
    fn default() -> Self {
        Self { acc: PRIME_5, len: 0 }
    }
}

impl TupleHasher {
    /// Adds the hash of the next item.
    #[inline]
    pub fn add(&mut self, hash: i64) {
        self.acc = self.acc.wrapping_add((hash as u64).wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1);
        self.len += 1;
    }

    /// The tuple's hash.
    #[inline]
    pub fn finish(self) -> i64 {
        let acc = self.acc.wrapping_add(self.len ^ (PRIME_5 ^ 3_527_539));
        if acc == u64::MAX { INSTEAD } else { acc as i64 }
    }

    /// The hash of a slice, whose start, stop and step were added.
    pub fn finish_slice(self) -> i64 {
        if self.acc == u64::MAX { INSTEAD } else { self.acc as i64 }
    }
}

/// The hash of a tuple whose items have these hashes.
pub fn tuple(hashes: impl IntoIterator<Item = i64>) -> i64 {
    let mut hasher = TupleHasher::default();
    hashes.into_iter().for_each(|h| hasher.add(h));
    hasher.finish()
}

/// The hash of a frozenset whose items have these hashes, in any order.
pub fn frozenset(hashes: impl IntoIterator<Item = i64>) -> i64 {
    let (mut acc, mut len) = (0_u64, 0_u64);
    for hash in hashes {
        let h = hash as u64;
        acc ^= ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
        len += 1;
    }
    acc ^= (len + 1).wrapping_mul(1_927_868_237);
    acc ^= (acc >> 11) ^ (acc >> 25);
    acc = acc.wrapping_mul(69_069).wrapping_add(907_133_923);
    if acc == u64::MAX { 590_923_713 } else { acc as i64 }
}
