//! `%` formatting. Counterpart: `unicode_format_arg_parse` and `unicode_format_arg_output` in
//! `Objects/unicodeobject.c`; bytes use the same.
//!
//! The pieces come one by one, since arguments are fetched and errors raised in that order. Invariant: a piece's
//! ranges lie within the template.

use std::ops::Range;

use super::apply::MAX_PRECISION;
use super::{MAX_PADDING, Padded};
use crate::error::Error;
use crate::float::{Code, format as digits_of};
use crate::int::{IntRef, Radix};
use crate::text::{Text, Wtf8Buf};

/// The flags between `%` and the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`: to the left.
    pub left: bool,
    /// `+`: a sign always.
    pub sign: bool,
    /// A space where a sign would stand.
    pub blank: bool,
    /// `#`
    pub alternate: bool,
    /// `0`: zeros instead of spaces.
    pub zero: bool,
}

/// A width or a precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// As written.
    Fixed(usize),
    /// `*`: the next argument, an int ("* wants int" otherwise). A negative width means its absolute value and the
    /// flag `-`; a negative precision means 0.
    Star,
}

/// One conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The mapping key between the parentheses.
    pub key: Option<Range<usize>>,
    /// The flags.
    pub flags: Flags,
    /// The width.
    pub width: Option<Amount>,
    /// The precision.
    pub precision: Option<Amount>,
    /// The code point that says the type; any, see [`unsupported`].
    pub kind: u32,
    /// Where the type stands.
    pub index: usize,
    /// What is wrong behind the parts read so far: raised once these have taken their arguments, as CPython does, which reads a
    /// conversion and fetches its arguments in one go. `kind` says nothing then.
    pub failed: Option<ParseError>,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain text (for `%%`, one of the two).
    Literal(Range<usize>),
    /// A value goes here.
    Conversion(Conversion),
}

/// Why a template is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// `%(key` without an end. Without a mapping among the arguments CPython raises [`NOT_A_MAPPING`] first.
    IncompleteKey,
    /// The text ends within a conversion.
    Incomplete,
    /// The width is beyond `sys.maxsize`.
    WidthTooBig,
    /// The precision is beyond 2**31 - 1.
    PrecisionTooBig,
}

/// TypeError: `%(key)s` and no mapping.
pub const NOT_A_MAPPING: &str = "format requires a mapping";
/// TypeError: fewer arguments than conversions.
pub const NOT_ENOUGH: &str = "not enough arguments for format string";
/// TypeError: more arguments than conversions.
pub const NOT_ALL: &str = "not all arguments converted during string formatting";
/// TypeError: `*` and no int.
pub const STAR_WANTS_INT: &str = "* wants int";

impl From<ParseError> for Error {
    fn from(e: ParseError) -> Self {
        Self::value(match e {
            ParseError::IncompleteKey => "incomplete format key",
            ParseError::Incomplete => "incomplete format",
            ParseError::WidthTooBig => "width too big",
            ParseError::PrecisionTooBig => "precision too big",
        })
    }
}

/// The error for a type that there is not; raised after the argument was fetched.
pub fn unsupported(kind: u32, index: usize) -> Error {
    let shown = char::from_u32(kind).filter(|c| matches!(c, ' '..='\x7f')).unwrap_or('?');
    Error::value(format!("unsupported format character '{shown}' (0x{kind:x}) at index {index}"))
}

/// The pieces of a template, from left to right.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    text: Text<'a>,
    at: usize,
}

impl<'a> Pieces<'a> {
    /// Begins at the start of `text`.
    pub fn new(text: Text<'a>) -> Self {
        Self { text, at: 0 }
    }

    fn is(&self, c: char) -> bool {
        self.text.get(self.at) == Some(u32::from(c))
    }

    /// A number, or a star.
    fn amount(&mut self, max: usize, error: ParseError) -> Result<Option<Amount>, ParseError> {
        if self.is('*') {
            self.at += 1;
            return Ok(Some(Amount::Star));
        }
        let mut value = None;
        // ASCII digits only, unlike the other mini-language.
        while let Some(digit @ 0x30..=0x39) = self.text.get(self.at) {
            let next = value.unwrap_or(0_usize).checked_mul(10).and_then(|v| v.checked_add(digit as usize - 0x30));
            value = Some(next.filter(|v| *v <= max).ok_or(error)?);
            self.at += 1;
        }
        Ok(value.map(Amount::Fixed))
    }

    fn conversion(&mut self) -> Result<Piece, ParseError> {
        let mut key = None;
        if self.is('(') {
            let start = self.at + 1;
            let mut depth = 1_usize;
            while depth > 0 {
                self.at += 1;
                match self.text.get(self.at).map(char::from_u32) {
                    Some(Some('(')) => depth += 1,
                    Some(Some(')')) => depth -= 1,
                    Some(_) => {}
                    None => return Err(ParseError::IncompleteKey),
                }
            }
            key = Some(start..self.at);
            self.at += 1;
        }
        let mut flags = Flags::default();
        loop {
            match self.text.get(self.at).and_then(char::from_u32) {
                Some('-') => flags.left = true,
                Some('+') => flags.sign = true,
                Some(' ') => flags.blank = true,
                Some('#') => flags.alternate = true,
                Some('0') => flags.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        let mut made = Conversion { key, flags, width: None, precision: None, kind: 0, index: self.at, failed: None };
        if let Err(error) = self.amounts_and_kind(&mut made) {
            made.failed = Some(error);
            // Nothing follows an error.
            self.at = self.text.len();
        }
        Ok(Piece::Conversion(made))
    }

    fn amounts_and_kind(&mut self, made: &mut Conversion) -> Result<(), ParseError> {
        made.width = self.amount(isize::MAX as usize, ParseError::WidthTooBig)?;
        if self.is('.') {
            self.at += 1;
            made.precision = self.amount(MAX_PRECISION, ParseError::PrecisionTooBig)?.or(Some(Amount::Fixed(0)));
        }
        if let Some('h' | 'l' | 'L') = self.text.get(self.at).and_then(char::from_u32) {
            self.at += 1;
        }
        made.kind = self.text.get(self.at).ok_or(ParseError::Incomplete)?;
        made.index = self.at;
        self.at += 1;
        Ok(())
    }
}

impl Iterator for Pieces<'_> {
    type Item = Result<Piece, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        self.text.get(start)?;
        while self.text.get(self.at).is_some() && !self.is('%') {
            self.at += 1;
        }
        if self.at > start {
            return Some(Ok(Piece::Literal(start..self.at)));
        }
        self.at += 1;
        if self.is('%') {
            self.at += 1;
            return Some(Ok(Piece::Literal(start..start + 1)));
        }
        let piece = self.conversion();
        if piece.is_err() {
            // Nothing follows an error.
            self.at = self.text.len();
        }
        Some(piece)
    }
}

/// A conversion's numbers once the stars are resolved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The flags.
    pub flags: Flags,
    /// The least width.
    pub width: usize,
    /// The precision.
    pub precision: Option<usize>,
}

/// `%d`, `%i`, `%u`, `%o`, `%x`, `%X` (`kind`) of an int.
pub fn int(value: IntRef<'_>, kind: char, layout: &Layout, limit: usize) -> Result<Padded, Error> {
    let radix = match kind {
        'o' => Some(Radix::Octal),
        'x' | 'X' => Some(Radix::Hex),
        _ => None,
    };
    let mut text = match radix {
        Some(radix) => value.to_radix(radix),
        None => value.to_decimal(limit)?,
    };
    let mut prefix = radix.filter(|_| layout.flags.alternate).map_or("", Radix::prefix).to_owned();
    if kind == 'X' {
        text.make_ascii_uppercase();
        prefix.make_ascii_uppercase();
    }
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let wanted = layout.precision.unwrap_or(0);
    if wanted > MAX_PRECISION - 3 {
        return Err(Error::overflow("precision too large"));
    }
    if wanted > MAX_PADDING {
        return Err(Error::memory());
    }
    let zeros = "0".repeat(wanted.saturating_sub(digits.len()));
    numeric(value.is_negative(), &prefix, &zeros, digits, layout)
}

/// `%e`, `%E`, `%f`, `%F`, `%g`, `%G` (`kind`) of a float.
pub fn float(value: f64, kind: char, layout: &Layout) -> Result<Padded, Error> {
    let code = match kind {
        'e' | 'E' => Code::Exponent,
        'f' | 'F' => Code::Fixed,
        _ => Code::General,
    };
    if layout.precision.is_some_and(|p| p > MAX_PADDING) {
        return Err(Error::memory());
    }
    let mut text = digits_of(value, code, layout.precision.unwrap_or(6), layout.flags.alternate, false);
    if kind.is_ascii_uppercase() {
        text.make_ascii_uppercase();
    }
    let magnitude = text.strip_prefix('-').unwrap_or(&text);
    numeric(magnitude.len() < text.len(), "", "", magnitude, layout)
}

fn numeric(negative: bool, prefix: &str, zeros: &str, digits: &str, layout: &Layout) -> Result<Padded, Error> {
    let Flags { left, sign, blank, zero, alternate: _ } = layout.flags;
    let sign = if negative {
        "-"
    } else if sign {
        "+"
    } else if blank {
        " "
    } else {
        ""
    };
    let missing = layout.width.saturating_sub(sign.len() + prefix.len() + zeros.len() + digits.len());
    let (outer_left, inside, right) = match (left, zero) {
        (true, _) => (0, 0, missing),
        (false, true) => (0, missing, 0),
        (false, false) => (missing, 0, 0),
    };
    if inside > MAX_PADDING {
        return Err(Error::memory());
    }
    let mut body = Wtf8Buf::with_capacity(inside + digits.len() + 8);
    body.push_str(sign);
    body.push_str(prefix);
    body.extend(std::iter::repeat_n(0x30, inside));
    body.push_str(zeros);
    body.push_str(digits);
    Ok(Padded { body, left: outer_left, right, fill: 0x20 })
}

/// `%s`, `%r`, `%a`, `%c` of a text of `len` characters: how many of them, and the spaces before and after.
pub fn text(len: usize, layout: &Layout) -> (usize, usize, usize) {
    let take = layout.precision.map_or(len, |p| p.min(len));
    let missing = layout.width.saturating_sub(take);
    if layout.flags.left { (take, 0, missing) } else { (take, missing, 0) }
}

/// The character for `%c` of an int.
pub fn character(value: IntRef<'_>) -> Result<u32, Error> {
    let code = value.as_i64().and_then(|v| u32::try_from(v).ok()).filter(|c| *c <= 0x10_ffff);
    code.ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))
}

/// Whether a code point is one of the numeric types of this mini-language.
pub fn is_numeric_kind(kind: u32) -> bool {
    char::from_u32(kind).is_some_and(|c| "diuoxXeEfFgG".contains(c))
}
