//! Properties of code points. Counterpart: `Objects/unicodectype.c`, `Modules/unicodedata.c`.
//!
//! Invariant: for every code point up to 0x10FFFF (surrogates included) the answer is CPython 3.13's, that is
//! Unicode 15.1; a number beyond has the properties of an unassigned code point. The tables are generated from CPython
//! because the crates that carry such tables follow newer versions of Unicode.

mod names;
mod normalize;
#[expect(clippy::unreadable_literal, reason = "generated data")]
mod tables;

pub use names::{lookup_name, name};
pub use normalize::{Form, nfkc, normalize};
pub use tables::UNIDATA_VERSION;
use tables::{
    ALPHA, CASE_IGNORABLE, CASED, DECIMAL, DIGIT, ID_CONTINUE, ID_START, LEVEL1, LEVEL2, LOWER, NUMERIC, PRINTABLE, RECORDS, SEQUENCES,
    SHIFT, SPACE, TITLE, UPPER,
};

type Flags = u16;

/// Flags, category, digit value, and the mappings to upper, lower and title case and for caseless comparison.
struct Record(Flags, u8, u8, i32, i32, i32, i32);

/// What lies beyond the last code point.
static NOTHING: Record = Record(0, 29, 255, 0, 0, 0, 0);

#[inline]
fn record(c: u32) -> &'static Record {
    let block = match LEVEL1.get((c >> SHIFT) as usize) {
        Some(block) => *block,
        None if c > 0x10_ffff => return &NOTHING,
        None => LEVEL1.last().copied().unwrap_or(0),
    };
    let within = c & ((1 << SHIFT) - 1);
    LEVEL2.get((usize::from(block) << SHIFT) + within as usize).and_then(|index| RECORDS.get(usize::from(*index))).unwrap_or(&NOTHING)
}

#[inline]
fn has(c: u32, flag: Flags) -> bool {
    record(c).0 & flag != 0
}

/// `str.isalpha` of one character.
#[inline]
pub fn is_alpha(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_alphabetic() } else { has(c, ALPHA) }
}

/// `str.isdecimal` of one character.
#[inline]
pub fn is_decimal(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_digit() } else { has(c, DECIMAL) }
}

/// `str.isdigit` of one character.
#[inline]
pub fn is_digit(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_digit() } else { has(c, DIGIT) }
}

/// `str.isnumeric` of one character.
#[inline]
pub fn is_numeric(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_digit() } else { has(c, NUMERIC) }
}

/// `str.isalnum` of one character.
#[inline]
pub fn is_alnum(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_alphanumeric() } else { has(c, ALPHA | DECIMAL | DIGIT | NUMERIC) }
}

/// `str.isprintable` of one character: what `repr` does not escape.
#[inline]
pub fn is_printable(c: u32) -> bool {
    if c < 0x80 { matches!(c, 0x20..=0x7e) } else { has(c, PRINTABLE) }
}

/// `str.isspace` of one character: what `split()` and `strip()` take away.
#[inline]
pub fn is_space(c: u32) -> bool {
    if c < 0x80 { matches!(c, 0x09..=0x0d | 0x1c..=0x20) } else { has(c, SPACE) }
}

/// Where `str.splitlines` splits.
#[inline]
pub fn is_linebreak(c: u32) -> bool {
    matches!(c, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

/// Upper case (the property, not the category).
#[inline]
pub fn is_upper(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_uppercase() } else { has(c, UPPER) }
}

/// Lower case (the property, not the category).
#[inline]
pub fn is_lower(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_lowercase() } else { has(c, LOWER) }
}

/// Title case: the category `Lt`.
#[inline]
pub fn is_title(c: u32) -> bool {
    c >= 0x80 && has(c, TITLE)
}

/// Whether an identifier may begin with it (`_` included).
#[inline]
pub fn is_xid_start(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_alphabetic() || c == 0x5f } else { has(c, ID_START) }
}

/// Whether an identifier may go on with it.
#[inline]
pub fn is_xid_continue(c: u32) -> bool {
    if c < 0x80 { (c as u8).is_ascii_alphanumeric() || c == 0x5f } else { has(c, ID_CONTINUE) }
}

/// Whether a sigma after it may be a final one.
pub fn is_cased(c: u32) -> bool {
    has(c, CASED)
}

/// Whether the search for a cased character around a sigma goes past it.
pub fn is_case_ignorable(c: u32) -> bool {
    has(c, CASE_IGNORABLE)
}

/// The value of a decimal digit: `unicodedata.decimal`.
#[inline]
pub fn decimal_value(c: u32) -> Option<u32> {
    if c < 0x80 {
        return char::from(c as u8).to_digit(10);
    }
    let record = record(c);
    (record.0 & DECIMAL != 0).then_some(u32::from(record.2))
}

/// The value of a digit, superscripts and the like included: `unicodedata.digit`.
pub fn digit_value(c: u32) -> Option<u32> {
    let record = record(c);
    (record.2 != 255).then_some(u32::from(record.2))
}

const CATEGORIES: [&str; 30] = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So",
    "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
];

/// `unicodedata.category`
pub fn category(c: u32) -> &'static str {
    CATEGORIES.get(usize::from(record(c).1)).copied().unwrap_or("Cn")
}

/// Whether Unicode 15.1 gives the code point a meaning.
pub fn is_assigned(c: u32) -> bool {
    record(c).1 != 29
}

/// One to three code points that one code point is mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    units: [u32; 3],
    len: u8,
}

impl Mapped {
    /// A single code point.
    #[inline]
    pub fn one(c: u32) -> Self {
        Self { units: [c, 0, 0], len: 1 }
    }

    /// The code points.
    #[inline]
    pub fn as_slice(&self) -> &[u32] {
        self.units.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// From here on a mapping is an index into the list of sequences.
const SEQUENCE: i32 = 1 << 30;

fn apply(c: u32, mapping: i32) -> Mapped {
    if mapping < SEQUENCE {
        return Mapped::one(c.wrapping_add_signed(mapping));
    }
    let Some(sequence) = SEQUENCES.get((mapping - SEQUENCE) as usize) else {
        return Mapped::one(c);
    };
    let mut units = [0; 3];
    units.iter_mut().zip(*sequence).for_each(|(to, from)| *to = *from);
    Mapped { units, len: sequence.len().min(3) as u8 }
}

/// `str.upper` of one character.
#[inline]
pub fn to_upper(c: u32) -> Mapped {
    if c < 0x80 { Mapped::one(u32::from((c as u8).to_ascii_uppercase())) } else { apply(c, record(c).3) }
}

/// `str.lower` of one character that is not a sigma at the end of a word.
#[inline]
pub fn to_lower(c: u32) -> Mapped {
    if c < 0x80 { Mapped::one(u32::from((c as u8).to_ascii_lowercase())) } else { apply(c, record(c).4) }
}

/// `str.title` of the first character of a word.
#[inline]
pub fn to_title(c: u32) -> Mapped {
    if c < 0x80 { Mapped::one(u32::from((c as u8).to_ascii_uppercase())) } else { apply(c, record(c).5) }
}

/// `str.casefold` of one character.
#[inline]
pub fn to_casefold(c: u32) -> Mapped {
    if c < 0x80 { Mapped::one(u32::from((c as u8).to_ascii_lowercase())) } else { apply(c, record(c).6) }
}
