//! Bytes to text and back: UTF-8, UTF-16, UTF-32, Latin-1, ASCII, the escapes, encodings of one byte a character. Counterpart: the codecs at the heart of
//! `Objects/unicodeobject.c` and the error handlers of `Python/codecs.c`.
//!
//! Text is [`Wtf8Buf`] on the way in (surrogates may arise) and [`Text`] on the way out. What cannot be converted
//! goes to a handler: one of the [`OnError`] names, or any function ([`decode_with`], [`encode_with`]), so that a
//! handler written in Python fits in. Invariant: positions and reasons of errors are CPython's.

mod charmap;
mod decode;
mod encode;
mod handlers;

use std::fmt;

pub use charmap::Charmap;
pub use decode::decode_with;
pub use encode::encode_with;
pub use handlers::{OnError, Undecodable, Unencodable};

use crate::text::{Text, Wtf8Buf};

/// The encodings that this crate knows.
#[derive(Clone, Copy, Debug)]
pub enum Encoding {
    /// `utf-8`
    Utf8,
    /// `utf-8-sig`: a mark at the start is skipped, and written.
    Utf8Sig,
    /// `utf-16`: the mark at the start says the order; little-endian without one; written with one.
    Utf16,
    /// `utf-16-le`
    Utf16Le,
    /// `utf-16-be`
    Utf16Be,
    /// `utf-32`, as [`Self::Utf16`]
    Utf32,
    /// `utf-32-le`
    Utf32Le,
    /// `utf-32-be`
    Utf32Be,
    /// `latin-1`
    Latin1,
    /// `ascii`
    Ascii,
    /// `unicode_escape`: ASCII with the escapes of a str literal.
    UnicodeEscape,
    /// `raw_unicode_escape`: Latin-1 with `\\uXXXX` and `\\UXXXXXXXX`.
    RawUnicodeEscape,
    /// `cp1252` and its kin.
    Charmap(&'static Charmap),
}

impl PartialEq for Encoding {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Charmap(a), Self::Charmap(b)) => std::ptr::eq(*a, *b),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl Eq for Encoding {}

impl Encoding {
    /// Whether the name is that of one of CPython's codecs that are not for text (`str.encode` refuses them by another message).
    pub fn is_for_bytes(name: &str) -> bool {
        let plain = normalized(name);
        matches!(
            plain.as_str(),
            "base64"
                | "base_64"
                | "base64_codec"
                | "bz2"
                | "bz2_codec"
                | "hex"
                | "hex_codec"
                | "quopri"
                | "quopri_codec"
                | "quoted_printable"
                | "quotedprintable"
                | "rot13"
                | "rot_13"
                | "uu"
                | "uu_codec"
                | "zip"
                | "zlib"
                | "zlib_codec"
        )
    }

    /// Finds an encoding by any of the names that CPython's `encodings.aliases` has for it.
    pub fn from_name(name: &str) -> Option<Self> {
        let plain = normalized(name);
        Some(match plain.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Self::Utf8,
            "utf_8_sig" | "utf8_sig" => Self::Utf8Sig,
            "utf_16" | "u16" | "utf16" => Self::Utf16,
            "utf_16_le" | "unicodelittleunmarked" | "utf_16le" => Self::Utf16Le,
            "utf_16_be" | "unicodebigunmarked" | "utf_16be" => Self::Utf16Be,
            "utf_32" | "u32" | "utf32" => Self::Utf32,
            "utf_32_le" | "utf_32le" => Self::Utf32Le,
            "utf_32_be" | "utf_32be" => Self::Utf32Be,
            "latin_1" | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859" | "iso8859_1" | "iso_8859_1" | "iso_8859_1_1987"
            | "iso_ir_100" | "l1" | "latin" | "latin1" => Self::Latin1,
            "ascii" | "646" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "ansi_x3.4_1986" | "cp367" | "csascii" | "ibm367" | "iso646_us"
            | "iso_646.irv_1991" | "iso_ir_6" | "us" | "us_ascii" => Self::Ascii,
            "unicode_escape" | "unicodeescape" => Self::UnicodeEscape,
            "raw_unicode_escape" | "rawunicodeescape" => Self::RawUnicodeEscape,
            other => Self::Charmap(Charmap::from_name(other)?),
        })
    }

    /// The name that errors carry.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8Sig => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf16Le => "utf-16-le",
            Self::Utf16Be => "utf-16-be",
            Self::Utf32 => "utf-32",
            Self::Utf32Le => "utf-32-le",
            Self::Utf32Be => "utf-32-be",
            Self::Latin1 => "latin-1",
            Self::Ascii => "ascii",
            Self::UnicodeEscape => "unicodeescape",
            Self::RawUnicodeEscape => "rawunicodeescape",
            Self::Charmap(_) => "charmap",
        }
    }
}

/// As `encodings.normalize_encoding`, in small letters: runs of anything but letters, digits and dots are one underscore.
fn normalized(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            plain.push(c.to_ascii_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
    }
    plain.truncate(plain.trim_end_matches('_').len());
    plain
}

/// The reason of errors of encodings that are a table.
const UNDEFINED: &str = "character maps to <undefined>";

/// What a `UnicodeDecodeError` says of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The codec's name.
    pub encoding: &'static str,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What is wrong.
    pub reason: &'static str,
}

impl DecodeError {
    /// `str(exception)`, for the bytes that were decoded.
    pub fn message(&self, bytes: &[u8]) -> String {
        let Self { encoding, start, end, reason } = self;
        match bytes.get(*start) {
            Some(byte) if *end == start + 1 => {
                format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
            }
            _ => {
                let last = end.wrapping_sub(1) as isize;
                format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")
            }
        }
    }
}

/// What a `UnicodeEncodeError` says of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    /// The codec's name.
    pub encoding: &'static str,
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// What is wrong.
    pub reason: &'static str,
}

impl EncodeError {
    /// `str(exception)`, for the text that was encoded.
    pub fn message(&self, text: Text<'_>) -> String {
        let Self { encoding, start, end, reason } = self;
        match text.get(*start) {
            Some(c) if *end == start + 1 => {
                let shown = match c {
                    0..=0xff => format!("\\x{c:02x}"),
                    0x100..=0xffff => format!("\\u{c:04x}"),
                    _ => format!("\\U{c:08x}"),
                };
                format!("'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}")
            }
            _ => {
                let last = end.wrapping_sub(1) as isize;
                format!("'{encoding}' codec can't encode characters in position {start}-{last}: {reason}")
            }
        }
    }
}

/// Text that was decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: Wtf8Buf,
    /// How many bytes were used: all, unless the input may go on and ends within a character.
    pub consumed: usize,
    /// The byte order that a mark at the start said, for [`Encoding::Utf16`] and [`Encoding::Utf32`].
    pub big_endian: bool,
}

/// What a handler puts in place of bytes that cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The replacement.
    pub text: Wtf8Buf,
    /// Where decoding goes on.
    pub resume: usize,
}

/// What a handler puts in place of text that cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Substitute {
    /// Text, which is encoded in turn and must not fail again.
    Text(Wtf8Buf),
    /// Bytes as they are.
    Bytes(Vec<u8>),
}

/// `bytes.decode(encoding, errors)`
pub fn decode(encoding: Encoding, bytes: &[u8], errors: OnError) -> Result<Wtf8Buf, Undecodable> {
    let decoded = decode_with(encoding, bytes, true, |error, input| errors.decode(error, input))?;
    Ok(decoded.text)
}

/// `text.encode(encoding, errors)`
pub fn encode(encoding: Encoding, text: Text<'_>, errors: OnError) -> Result<Vec<u8>, Unencodable> {
    encode_with(encoding, text, |error, input| errors.encode(error, input))
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
