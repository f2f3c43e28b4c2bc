//! Integers as text, both ways. Counterpart: `long_to_decimal_string`, `long_format_binary`, `PyLong_FromString`.
//!
//! Invariant: the guard against quadratic conversions (4300 digits unless set otherwise) is asked before the work is
//! done, and only for bases that are no powers of two. A limit of 0 means none.

use dashu_int::IBig;

use super::{Int, IntError, IntRef, Result};

/// `sys.int_info.default_max_str_digits`
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;
/// `sys.int_info.str_digits_check_threshold`: a limit may not be set below this.
pub const MAX_STR_DIGITS_THRESHOLD: usize = 640;

/// The two digits of each number below 100.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut n = 0;
    while n < 100 {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            pairs[n] = [b'0' + (n / 10) as u8, b'0' + (n % 10) as u8];
        }
        n += 1;
    }
    pairs
};

/// [`decimal_bytes`] as a str.
pub fn decimal_i64(value: i64, buffer: &mut [u8; 20]) -> &str {
    std::str::from_utf8(decimal_bytes(value, buffer)).unwrap_or_default()
}

/// Writes the decimal text of `value` into the end of `buffer` and gives that part, which is ASCII: the fastest way to
/// `str(i)`.
pub fn decimal_bytes(value: i64, buffer: &mut [u8; 20]) -> &[u8] {
    let mut rest = value.unsigned_abs();
    let mut at = buffer.len();
    let mut put = |byte: u8| {
        at -= 1;
        if let Some(slot) = buffer.get_mut(at) {
            *slot = byte;
        }
    };
    let pair = |n: u64| PAIRS.get(n as usize).copied().unwrap_or([b'0'; 2]);
    // Four digits a step: the division is what takes time.
    while rest >= 10_000 {
        let four = rest % 10_000;
        rest /= 10_000;
        let ([a, b], [c, d]) = (pair(four / 100), pair(four % 100));
        put(d);
        put(c);
        put(b);
        put(a);
    }
    if rest >= 100 {
        let [c, d] = pair(rest % 100);
        rest /= 100;
        put(d);
        put(c);
    }
    if rest >= 10 {
        put(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    put(b'0' + rest as u8);
    if value < 0 {
        put(b'-');
    }
    buffer.get(at..).unwrap_or_default()
}

/// The value of a digit in any base up to 36; 37 for what is no digit.
pub fn digits_value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'a'..=b'z' => u32::from(byte - b'a') + 10,
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        _ => 37,
    }
}

/// Whether C's `isspace` holds in the plain locale: what `int()` and `float()` strip from ASCII text.
pub fn is_int_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

impl IntRef<'_> {
    /// `str(self)`; `limit` is `sys.get_int_max_str_digits()`, 0 for none.
    pub fn to_decimal(self, limit: usize) -> Result<String> {
        match self {
            IntRef::Small(v) => Ok(decimal_i64(v, &mut [0; 20]).to_owned()),
            IntRef::Big { negative, limbs } => {
                let refuse = || IntError::TooManyDigits { limit, digits: None };
                // 3 bits are less than one digit: the work is refused before it is done.
                let bits = self.bit_length();
                if limit > 0 && bits / 4 > limit as u64 {
                    return Err(refuse());
                }
                let text = if limbs.len() <= super::limbs::SHORT_TEXT {
                    super::limbs::to_decimal(negative, limbs)
                } else {
                    self.big().to_string()
                };
                if limit > 0 && text.len() - usize::from(negative) > limit {
                    return Err(refuse());
                }
                Ok(text)
            }
        }
    }

    /// The digits in base 2, 8 or 16 without prefix, lower case, `-` first for a negative value.
    pub fn to_radix(self, radix: Radix) -> String {
        match (self, radix) {
            (IntRef::Small(v), _) => {
                let (sign, magnitude) = (if v < 0 { "-" } else { "" }, v.unsigned_abs());
                match radix {
                    Radix::Binary => format!("{sign}{magnitude:b}"),
                    Radix::Octal => format!("{sign}{magnitude:o}"),
                    Radix::Hex => format!("{sign}{magnitude:x}"),
                }
            }
            (IntRef::Big { .. }, Radix::Binary) => self.big().in_radix(2).to_string(),
            (IntRef::Big { .. }, Radix::Octal) => self.big().in_radix(8).to_string(),
            (IntRef::Big { .. }, Radix::Hex) => self.big().in_radix(16).to_string(),
        }
    }

    /// `bin()`, `oct()` and `hex()`: sign, prefix, digits.
    pub fn to_prefixed(self, radix: Radix) -> String {
        let digits = self.to_radix(radix);
        match digits.strip_prefix('-') {
            Some(rest) => format!("-{}{rest}", radix.prefix()),
            None => format!("{}{digits}", radix.prefix()),
        }
    }
}

/// A base with a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Radix {
    /// `0b`
    Binary,
    /// `0o`
    Octal,
    /// `0x`
    Hex,
}

impl Radix {
    /// The prefix of a literal.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Binary => "0b",
            Self::Octal => "0o",
            Self::Hex => "0x",
        }
    }
}

impl Int {
    /// `int(text, base)` for ASCII text (see [`crate::text::Text::to_ascii_number`] for any other): spaces around
    /// it, a sign, a prefix where the base allows it, underscores between digits. `limit` as in
    /// [`IntRef::to_decimal`].
    pub fn parse(text: &[u8], base: u32, limit: usize) -> Result {
        if base == 1 || base > 36 {
            return Err(IntError::BadBase);
        }
        let invalid = || IntError::InvalidLiteral { base };
        let text = text.trim_ascii();
        // `trim_ascii` leaves the vertical tab, which C's isspace knows.
        let start = text.iter().position(|&b| !is_int_space(b)).unwrap_or(text.len());
        let end = text.iter().rposition(|&b| !is_int_space(b)).map_or(start, |i| i + 1);
        let text = text.get(start..end).unwrap_or_default();
        let (negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        let (radix, digits, prefixed) = match text {
            [b'0', b'x' | b'X', rest @ ..] if base == 0 || base == 16 => (16, rest, true),
            [b'0', b'o' | b'O', rest @ ..] if base == 0 || base == 8 => (8, rest, true),
            [b'0', b'b' | b'B', rest @ ..] if base == 0 || base == 2 => (2, rest, true),
            _ => (if base == 0 { 10 } else { base }, text, false),
        };
        // One underscore may follow a prefix.
        let digits = match digits {
            [b'_', rest @ ..] if prefixed => rest,
            _ => digits,
        };
        let mut count = 0;
        let mut word: Option<u64> = Some(0);
        let mut underscore = true;
        let mut nonzero = false;
        for &byte in digits {
            if byte == b'_' {
                if underscore {
                    return Err(invalid());
                }
                underscore = true;
                continue;
            }
            let digit = digits_value(byte);
            if digit >= radix {
                return Err(invalid());
            }
            underscore = false;
            nonzero |= digit != 0;
            count += 1;
            word = word.and_then(|w| w.checked_mul(u64::from(radix))?.checked_add(u64::from(digit)));
        }
        // `underscore` still holds when there is no digit or the last character is one.
        if underscore {
            return Err(invalid());
        }
        // In base 0, a decimal literal does not begin with zero, as in source.
        if base == 0 && !prefixed && nonzero && digits.first() == Some(&b'0') {
            return Err(invalid());
        }
        if limit > 0 && count > limit && !radix.is_power_of_two() {
            return Err(IntError::TooManyDigits { limit, digits: Some(count) });
        }
        if let Some(word) = word {
            let value = Self::from(word);
            return Ok(if negative { value.as_ref().neg() } else { value });
        }
        let plain: String = digits.iter().filter(|b| **b != b'_').map(|&b| char::from(b)).collect();
        let value = IBig::from_str_radix(&plain, radix).map_err(|_| invalid())?;
        Ok(Self::from_big(if negative { -value } else { value }))
    }
}
