//! What the escapes of a literal stand for. Counterpart: `Parser/string_parser.c`, `_PyUnicode_DecodeUnicodeEscapeInternal`,
//! `_PyBytes_DecodeEscape`.
//!
//! Invariant: the first invalid escape is reported (CPython warns once a literal), an error has CPython's position: it
//! counts bytes of the literal's body after each character beyond ASCII was written as `\U` and eight digits.

use std::fmt;

use crate::text::Wtf8Buf;
use crate::unicode;

/// A backslash before a character that makes no escape; the text keeps both, and a SyntaxWarning is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidEscape {
    /// Where the backslash stands, in bytes of the body.
    pub offset: usize,
    /// What follows: one character, or the three digits of an octal escape above `\377`.
    pub after: String,
}

impl fmt::Display for InvalidEscape {
    /// The warning's text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let octal = if self.after.len() == 3 && self.after.is_ascii() { "octal " } else { "" };
        write!(f, "invalid {octal}escape sequence '\\{}'", self.after)
    }
}

/// Why a literal cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EscapeError {
    /// In a str. The range is CPython's, see the module.
    Unicode {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// What is wrong.
        reason: &'static str,
        /// Where the backslash stands, in bytes of the body as it was given.
        offset: usize,
    },
    /// In bytes: `\x` without two digits.
    InvalidHex {
        /// Where the backslash stands, in bytes of the body.
        offset: usize,
    },
    /// In bytes: a character beyond ASCII.
    NotAscii {
        /// Where it stands, in bytes of the body.
        offset: usize,
    },
    /// In bytes: a backslash at the very end (not from a literal, which cannot end so).
    TrailingBackslash,
}

impl EscapeError {
    /// Where in the body as it was given the trouble begins.
    pub fn offset(&self) -> usize {
        match self {
            Self::Unicode { offset, .. } | Self::InvalidHex { offset } | Self::NotAscii { offset } => *offset,
            Self::TrailingBackslash => 0,
        }
    }
}

impl fmt::Display for EscapeError {
    /// The SyntaxError's text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unicode { start, end, reason, .. } if end - start == 1 => {
                write!(f, "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position {start}: {reason}")
            }
            Self::Unicode { start, end, reason, .. } => {
                let last = end - 1;
                write!(f, "(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{last}: {reason}")
            }
            Self::InvalidHex { offset } => {
                write!(f, "(value error) invalid \\x escape at position {offset}")
            }
            Self::NotAscii { .. } => f.write_str("bytes can only contain ASCII literal characters"),
            Self::TrailingBackslash => f.write_str("(value error) Trailing \\ in string"),
        }
    }
}

impl std::error::Error for EscapeError {}

/// A str literal's value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecodedStr {
    /// The text.
    pub text: Wtf8Buf,
    /// The first invalid escape.
    pub invalid: Option<InvalidEscape>,
}

/// A bytes literal's value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecodedBytes {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The first invalid escape.
    pub invalid: Option<InvalidEscape>,
}

/// Decodes the body of a str literal (what stands between the quotes; line ends already `\n`).
pub fn decode_str(body: &str) -> Result<DecodedStr, EscapeError> {
    decode(body, 10)
}

/// `bytes.decode("unicode_escape")`, strictly: each byte beyond ASCII is the Latin-1 character. The error's range
/// counts bytes; its Display begins with the SyntaxError's `(unicode error) `, which a UnicodeDecodeError has not.
pub fn decode_unicode_escape(bytes: &[u8]) -> Result<DecodedStr, EscapeError> {
    let body: String = bytes.iter().map(|&b| char::from(b)).collect();
    decode(&body, 1)
}

/// Decodes the escape at the start of `text`, where each character stands for one byte: how many it takes, or how many are wrong, and
/// why.
pub(crate) fn decode_one(text: &str, out: &mut Wtf8Buf) -> Result<usize, (usize, &'static str)> {
    let mut decoded = DecodedStr::default();
    match escape_in_str(text, 0, 0, 1, &mut decoded) {
        Ok(used) => {
            out.push_wtf8(decoded.text.as_wtf8());
            Ok(text.get(..used).unwrap_or(text).chars().count())
        }
        Err(EscapeError::Unicode { end, reason, .. }) => Err((end, reason)),
        Err(EscapeError::InvalidHex { .. } | EscapeError::NotAscii { .. } | EscapeError::TrailingBackslash) => Err((1, "invalid escape")),
    }
}

/// `text.encode("unicode_escape")`
pub fn encode_unicode_escape(text: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    for c in text {
        match c {
            0x5c => out.extend_from_slice(b"\\\\"),
            0x20..=0x7e => out.push(c as u8),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0a => out.extend_from_slice(b"\\n"),
            0x0d => out.extend_from_slice(b"\\r"),
            0..=0xff => out.extend_from_slice(format!("\\x{c:02x}").as_bytes()),
            0x100..=0xffff => out.extend_from_slice(format!("\\u{c:04x}").as_bytes()),
            _ => out.extend_from_slice(format!("\\U{c:08x}").as_bytes()),
        }
    }
    out
}

/// `text.encode("raw_unicode_escape")`
pub fn encode_raw_unicode_escape(text: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    for c in text {
        match c {
            0..=0xff => out.push(c as u8),
            0x100..=0xffff => out.extend_from_slice(format!("\\u{c:04x}").as_bytes()),
            _ => out.extend_from_slice(format!("\\U{c:08x}").as_bytes()),
        }
    }
    out
}

/// Decodes; for positions, a character beyond ASCII counts as `wide` bytes.
fn decode(body: &str, wide: usize) -> Result<DecodedStr, EscapeError> {
    let mut out = DecodedStr { text: Wtf8Buf::with_capacity(body.len()), invalid: None };
    let (mut rest, mut offset, mut start) = (body, 0, 0);
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at(at);
        out.text.push_str(before);
        offset += at;
        start += measure(before, wide);
        let used = escape_in_str(escape, offset, start, wide, &mut out)?;
        let (taken, after) = escape.split_at(used);
        // In a literal, the backslash before a character beyond ASCII was itself written as an escape of six bytes.
        let extra = if taken.is_ascii() || wide == 1 { 0 } else { 5 };
        start += extra + measure(taken, wide);
        offset += used;
        rest = after;
    }
    out.text.push_str(rest);
    Ok(out)
}

/// The length of a text where a character beyond ASCII counts as `wide` bytes.
fn measure(text: &str, wide: usize) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(|c| if c.is_ascii() { 1 } else { wide }).sum()
}

/// Decodes one escape at the start of `text`; gives its length.
fn escape_in_str(text: &str, offset: usize, start: usize, wide: usize, out: &mut DecodedStr) -> Result<usize, EscapeError> {
    let fail = |len: usize, reason| Err(EscapeError::Unicode { start, end: start + len, reason, offset });
    let mut chars = text.chars();
    chars.next();
    let Some(kind) = chars.next() else {
        return fail(1, "\\ at end of string");
    };
    let simple = match kind {
        '\n' => return Ok(2),
        '\\' | '\'' | '"' => Some(kind),
        'a' => Some('\x07'),
        'b' => Some('\x08'),
        'f' => Some('\x0c'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'v' => Some('\x0b'),
        _ => None,
    };
    if let Some(c) = simple {
        out.text.push(c);
        return Ok(2);
    }
    match kind {
        '0'..='7' => {
            let digits: String = text.chars().skip(1).take(3).take_while(|c| matches!(c, '0'..='7')).collect();
            let code = digits.chars().fold(0, |acc, c| acc * 8 + c.to_digit(8).unwrap_or(0));
            let len = 1 + digits.len();
            if code > 0o377 {
                out.invalid.get_or_insert(InvalidEscape { offset, after: digits });
            }
            out.text.push_code_point(code);
            Ok(len)
        }
        'x' | 'u' | 'U' => {
            let (wanted, reason) = match kind {
                'x' => (2, "truncated \\xXX escape"),
                'u' => (4, "truncated \\uXXXX escape"),
                _ => (8, "truncated \\UXXXXXXXX escape"),
            };
            let (mut code, mut found) = (0_u32, 0);
            for digit in chars.take(wanted).map_while(|c| c.to_digit(16)) {
                code = code << 4 | digit;
                found += 1;
            }
            if found < wanted {
                return fail(2 + found, reason);
            }
            if code > 0x10_ffff {
                return fail(2 + wanted, "illegal Unicode character");
            }
            out.text.push_code_point(code);
            Ok(2 + wanted)
        }
        'N' => {
            const MALFORMED: &str = "malformed \\N character escape";
            let Some(name) = text.get(2..).and_then(|t| t.strip_prefix('{')) else {
                return fail(2, MALFORMED);
            };
            let Some(len) = name.find('}') else {
                return fail(3 + measure(name, wide), MALFORMED);
            };
            let name = name.get(..len).unwrap_or_default();
            if name.is_empty() {
                return fail(3, MALFORMED);
            }
            match unicode::lookup_name(name) {
                Some(code) => {
                    out.text.push_code_point(code);
                    Ok(4 + len)
                }
                None => fail(4 + measure(name, wide), "unknown Unicode character name"),
            }
        }
        _ => {
            // Before a character beyond ASCII the backslash is plain text, without a warning.
            if kind.is_ascii() {
                out.invalid.get_or_insert_with(|| InvalidEscape { offset, after: kind.to_string() });
            }
            out.text.push('\\');
            out.text.push(kind);
            Ok(1 + kind.len_utf8())
        }
    }
}

/// Decodes the body of a bytes literal.
pub fn decode_bytes(body: &str) -> Result<DecodedBytes, EscapeError> {
    if let Some(offset) = body.bytes().position(|b| !b.is_ascii()) {
        return Err(EscapeError::NotAscii { offset });
    }
    decode_bytes_escapes(body.as_bytes())
}

/// Decodes the escapes of bytes, which may be any: `codecs.escape_decode`.
pub fn decode_bytes_escapes(body: &[u8]) -> Result<DecodedBytes, EscapeError> {
    let mut out = DecodedBytes { bytes: Vec::with_capacity(body.len()), invalid: None };
    let (mut rest, mut offset) = (body, 0);
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (before, escape) = rest.split_at(at);
        out.bytes.extend_from_slice(before);
        offset += at;
        let used = escape_in_bytes(escape, offset, &mut out)?;
        rest = escape.get(used..).unwrap_or_default();
        offset += used;
    }
    out.bytes.extend_from_slice(rest);
    Ok(out)
}

fn escape_in_bytes(text: &[u8], offset: usize, out: &mut DecodedBytes) -> Result<usize, EscapeError> {
    let Some(&kind) = text.get(1) else {
        return Err(EscapeError::TrailingBackslash);
    };
    let byte = match kind {
        b'\n' => return Ok(2),
        b'\\' | b'\'' | b'"' => kind,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'0'..=b'7' => {
            let digits = text.iter().skip(1).take(3).take_while(|b| matches!(b, b'0'..=b'7'));
            let (code, len) = digits.fold((0_u32, 1), |(code, len), b| (code * 8 + u32::from(b - b'0'), len + 1));
            if code > 0o377 {
                out.invalid.get_or_insert_with(|| InvalidEscape { offset, after: format!("{code:o}") });
            }
            out.bytes.push(code as u8);
            return Ok(len);
        }
        b'x' => {
            let digit = |i: usize| text.get(i).and_then(|b| char::from(*b).to_digit(16));
            let (Some(high), Some(low)) = (digit(2), digit(3)) else {
                return Err(EscapeError::InvalidHex { offset });
            };
            out.bytes.push((high << 4 | low) as u8);
            return Ok(4);
        }
        other => {
            out.invalid.get_or_insert_with(|| InvalidEscape { offset, after: char::from(other).to_string() });
            out.bytes.extend_from_slice(&[b'\\', other]);
            return Ok(2);
        }
    };
    out.bytes.push(byte);
    Ok(2)
}
