//! Laws that hold for all values, tried on many: identities between operations, round trips, and the naive way to
//! compute what the fast way computes. The generator is seeded, so a failure repeats.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use minipy_scalar::codecs::{self, Encoding, OnError};
use minipy_scalar::int::{Endian, Radix};
use minipy_scalar::{Int, IntRef, Text, Wtf8Buf, escapes, float, format, hash, text, unicode};

/// SplitMix64.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// A value of up to `limbs` limbs, with long runs of zeros and ones among them.
    fn int(&mut self, limbs: u64) -> Int {
        let n = self.below(limbs + 1);
        let words: Vec<u64> = (0..n)
            .map(|_| match self.below(5) {
                0 => 0,
                1 => u64::MAX,
                2 => self.next() >> self.below(64),
                3 => 1 << self.below(64),
                _ => self.next(),
            })
            .collect();
        Int::from_limbs(self.below(2) == 0, &words)
    }

    fn code_point(&mut self) -> u32 {
        let limit = [0x80, 0x100, 0x800, 0x1_0000, 0x11_0000][self.below(5) as usize];
        self.below(limit) as u32
    }
}

#[test]
fn integer_laws() {
    let mut rng = Rng(1);
    for round in 0..6000 {
        let size = if round % 20 == 0 { 70 } else { 6 };
        let (a, b, c) = (rng.int(size), rng.int(size), rng.int(3));
        let (x, y, z) = (a.as_ref(), b.as_ref(), c.as_ref());
        assert_eq!(x.add(y).as_ref().sub(y), a);
        assert_eq!(x.sub(y), y.sub(x).as_ref().neg());
        assert_eq!(x.add(y), y.add(x));
        let left = x.add(y).as_ref().mul(z).unwrap();
        let right = x.mul(z).unwrap().as_ref().add(y.mul(z).unwrap().as_ref());
        assert_eq!(left, right);
        if !y.is_zero() {
            let (q, r) = x.divmod(y).unwrap();
            assert_eq!(q.as_ref().mul(y).unwrap().as_ref().add(r.as_ref()), a);
            assert!(r.as_ref().is_zero() || r.as_ref().is_negative() == y.is_negative());
            assert!(r.as_ref().abs() < y.abs());
            assert_eq!(x.floordiv(y).unwrap(), q);
            assert_eq!(x.modulo(y).unwrap(), r);
        }
        let n = IntRef::Small(rng.below(300) as i64);
        let power = IntRef::Small(2).pow(n).unwrap();
        assert_eq!(x.shl(n).unwrap(), x.mul(power.as_ref()).unwrap());
        assert_eq!(x.shr(n).unwrap(), x.floordiv(power.as_ref()).unwrap());
        assert_eq!(x.and(y).as_ref().add(x.or(y).as_ref()), x.add(y));
        assert_eq!(x.xor(y), x.or(y).as_ref().sub(x.and(y).as_ref()));
        assert_eq!(x.invert(), x.neg().add_small(-1));
        assert_eq!(x.cmp(&y), x.sub(y).cmp(&Int::ZERO));
        assert_eq!(x.bit_length(), x.to_radix(Radix::Binary).trim_start_matches(['-', '0']).len() as u64);

        let decimal = x.to_decimal(0).unwrap();
        assert_eq!(Int::parse(decimal.as_bytes(), 10, 0).unwrap(), a);
        assert_eq!(decimal, a.to_string());
        for radix in [Radix::Binary, Radix::Octal, Radix::Hex] {
            assert_eq!(Int::parse(x.to_prefixed(radix).as_bytes(), 0, 0).unwrap(), a);
        }
        for endian in [Endian::Little, Endian::Big] {
            let mut bytes = vec![0; (x.bit_length() / 8 + 1) as usize];
            x.to_bytes(&mut bytes, endian, true).unwrap();
            assert_eq!(Int::from_bytes(&bytes, endian, true), a);
        }
        let prime = Int::from(hash::MODULUS);
        let residue = x.abs().as_ref().modulo(prime.as_ref()).unwrap().as_i64().unwrap();
        let signed = if x.is_negative() { -residue } else { residue };
        assert_eq!(x.hash(), if signed == -1 { -2 } else { signed });
        if !x.is_negative() {
            let root = x.isqrt().unwrap();
            let square = root.as_ref().mul(root.as_ref()).unwrap();
            let next = root.add_small(1);
            assert!(square <= a && next.as_ref().mul(next.as_ref()).unwrap() > a);
        }
        let g = x.gcd(y);
        if !g.as_ref().is_zero() {
            assert!(x.modulo(g.as_ref()).unwrap().as_ref().is_zero());
            assert!(y.modulo(g.as_ref()).unwrap().as_ref().is_zero());
        }
        // The form is canonical: what fits is small.
        x.add(y).with_limbs(|_, limbs| assert_ne!(limbs.last(), Some(&0)));
        assert_eq!(x.sub(x), Int::ZERO);
    }
}

#[test]
fn huge_results_are_refused_before_they_are_computed() {
    let one = IntRef::Small(1);
    let huge = Int::small(10).as_ref().pow(IntRef::Small(30)).unwrap();
    assert!(one.shl(huge.as_ref()).is_err());
    assert!(one.shl(IntRef::Small(1 << 40)).is_err());
    assert!(IntRef::Small(10).pow(huge.as_ref()).is_err());
    assert!(IntRef::Small(2).pow(IntRef::Small(1 << 40)).is_err());
    assert!(IntRef::Small(3).pow(IntRef::Small(1 << 34)).is_err());
    assert_eq!(IntRef::Small(-1).pow(huge.as_ref()).unwrap(), Int::ONE);
    assert_eq!(IntRef::Small(0).shl(huge.as_ref()).unwrap(), Int::ZERO);
}

#[test]
fn float_laws() {
    let mut rng = Rng(2);
    for _ in 0..40_000 {
        let value = f64::from_bits(rng.next());
        if !value.is_finite() {
            continue;
        }
        let shown = float::repr(value);
        assert_eq!(float::parse(shown.as_bytes()).unwrap().to_bits(), value.to_bits());
        assert_eq!(float::from_hex(float::to_hex(value).as_bytes()).unwrap().to_bits(), value.to_bits());
        let (n, d) = float::as_integer_ratio(value).unwrap();
        assert_eq!(n.as_ref().true_div(d.as_ref()).unwrap(), value);
        let (m, e) = float::frexp(value);
        assert_eq!(float::ldexp(m, e), value);
        let whole = float::trunc(value).unwrap();
        assert_eq!(whole.as_ref().to_f64().unwrap(), value.trunc());
        assert_eq!(whole.as_ref().cmp_f64(value.trunc()), Some(std::cmp::Ordering::Equal));
        if value.fract() == 0.0 {
            assert_eq!(hash::float(value), Some(whole.as_ref().hash()));
        }
    }
}

#[test]
fn text_laws() {
    let mut rng = Rng(3);
    for _ in 0..4000 {
        let n = rng.below(20);
        let units: Vec<u32> = (0..n).map(|_| rng.code_point()).collect();
        let shown = text::repr_str(units.iter().copied());
        let body = &shown[1..shown.len() - 1];
        let decoded = escapes::decode_str(body).unwrap();
        assert!(decoded.text.code_points().eq(units.iter().copied()), "{shown}");
        assert_eq!(decoded.invalid, None);
        assert!(text::ascii_str(units.iter().copied()).is_ascii());
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf16Be, Encoding::Utf32, Encoding::Utf32Le] {
            let raw = codecs::encode(encoding, Text::Ucs4(&units), OnError::SurrogatePass).unwrap();
            let pair = |w: &[u32]| (0xd800..0xdc00).contains(&w[0]) && (0xdc00..0xe000).contains(&w[1]);
            // Two surrogates in a row become one character in the encodings that have pairs.
            if !units.windows(2).any(pair) {
                let again = codecs::decode(encoding, &raw, OnError::SurrogatePass).unwrap();
                assert!(again.code_points().eq(units.iter().copied()));
            }
        }
        let bytes: Vec<u8> = (0..n).map(|_| rng.next() as u8).collect();
        let text = codecs::decode(Encoding::Utf8, &bytes, OnError::SurrogateEscape).unwrap();
        let points: Vec<u32> = text.code_points().collect();
        let again = codecs::encode(Encoding::Utf8, Text::Ucs4(&points), OnError::SurrogateEscape).unwrap();
        assert_eq!(again, bytes);
        let shown = text::repr_bytes(&bytes);
        assert_eq!(escapes::decode_bytes(&shown[2..shown.len() - 1]).unwrap().bytes, bytes);
    }
}

#[test]
fn search_finds_what_the_naive_search_finds() {
    let mut rng = Rng(4);
    for _ in 0..6000 {
        let letters = 1 + rng.below(3);
        let mut letter = || 0x100 + rng.below(letters) as u16;
        let hay: Vec<u16> = (0..200).map(|_| letter()).collect();
        let needle: Vec<u16> = (0..1 + letter() as usize % 7).map(|_| letter()).collect();
        let places: Vec<usize> = (0..=hay.len() - needle.len()).filter(|&i| hay[i..].starts_with(&needle)).collect();
        assert_eq!(text::find(&hay, &needle), places.first().copied());
        assert_eq!(text::rfind(&hay, &needle), places.last().copied());
    }
    // The worst case for comparing at each place, both ways.
    let mut needle = vec![1_u32; 5000];
    needle[0] = 2;
    let hay = vec![1_u32; 1_000_000];
    assert_eq!(text::find(&hay, &needle), None);
    needle.reverse();
    assert_eq!(text::find(&hay, &needle), None);
    assert_eq!(text::rfind(&hay, &needle), None);
}

#[test]
fn no_input_panics() {
    let mut rng = Rng(5);
    let alphabet: Vec<u32> = "{}[].:!<>^=+-# 0159_,%()*dxXeEfgGcsrnzLN\\u\u{664}é\u{1f600}".chars().map(u32::from).collect();
    for _ in 0..20_000 {
        let n = rng.below(12);
        let units: Vec<u32> = (0..n)
            .map(|_| match rng.below(30) {
                0 => rng.code_point(),
                _ => alphabet[rng.below(alphabet.len() as u64) as usize],
            })
            .collect();
        let source = Text::Ucs4(&units);
        for align in [format::Align::Left, format::Align::Right] {
            let Ok(spec) = format::Spec::parse(source, "x", align) else {
                continue;
            };
            if spec.width < 1000 && spec.precision.is_none_or(|p| p < 1000) {
                let _ = format::int(IntRef::Small(-123_456), &spec, "int", 4300);
                let _ = format::float(-1234.5, &spec, "float");
                let _ = format::complex(1.5, -0.0, &spec, "complex");
                let _ = format::str(5, &spec, "str");
            }
        }
        assert!(format::percent::Pieces::new(source).count() <= units.len());
        for piece in format::template::Pieces::new(source).flatten() {
            if let Some(field) = piece.field {
                let _ = format::template::FieldName::new(source, field.name).map(Iterator::count);
            }
        }
        let ascii = source.to_ascii_number();
        let _ = Int::parse(&ascii, 0, 4300);
        let _ = float::parse(&ascii);
        let _ = float::from_hex(&ascii);
        let _ = minipy_scalar::complex::Complex::parse(&ascii);
        let lossy: Wtf8Buf = units.iter().copied().collect();
        let lossy = lossy.as_wtf8().to_string_lossy().into_owned();
        let _ = escapes::decode_str(&lossy);
        let _ = escapes::decode_bytes_escapes(lossy.as_bytes());
        let _ = unicode::lookup_name(&lossy);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32, Encoding::Ascii] {
            let _ = codecs::decode(encoding, lossy.as_bytes(), OnError::Replace);
            let _ = codecs::encode(encoding, source, OnError::NameReplace);
        }
    }
}

#[test]
fn huge_paddings_are_refused_before_they_are_made() {
    let parse = |spec: &[u8]| format::Spec::parse(Text::Latin1(spec), "int", format::Align::Right).unwrap();
    let refused = |r: Result<format::Padded, minipy_scalar::Error>| {
        assert_eq!(r.unwrap_err().kind, minipy_scalar::ErrorKind::MemoryError);
    };
    refused(format::int(IntRef::Small(1), &parse(b"09999999999999999d"), "int", 0));
    refused(format::int(IntRef::Small(1), &parse(b"09999999999999999,d"), "int", 0));
    refused(format::float(1.0, &parse(b".2000000000f"), "float"));
    let wide = format::int(IntRef::Small(1), &parse(b">9999999999999999d"), "int", 0).unwrap();
    assert_eq!(wide.left, 9_999_999_999_999_998);
    assert!(wide.into_wtf8().is_err());
    let layout = format::percent::Layout { precision: Some(2_000_000_000), ..Default::default() };
    refused(format::percent::int(IntRef::Small(1), 'd', &layout, 0));
    refused(format::percent::float(1.0, 'f', &layout));
    assert!(text::zfill(b"1", usize::MAX / 2).is_err());
    assert!(text::expandtabs(b"a\tb\t", usize::MAX / 2).is_err());
}
