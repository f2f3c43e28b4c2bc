//! The error handlers that have names. Counterpart: `PyCodec_StrictErrors` and its kin in `Python/codecs.c`.
//!
//! Invariant: a handler either resumes behind the place of the error or fails; it never loops.

use super::{DecodeError, EncodeError, Encoding, Replaced, Substitute};
use crate::text::{Text, Wtf8Buf};
use crate::unicode;

/// The named error handlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// `strict`: the error is raised.
    Strict,
    /// `ignore`: left out.
    Ignore,
    /// `replace`: U+FFFD, or `?` in bytes.
    Replace,
    /// `backslashreplace`: `\xNN`, `\uNNNN`, `\UNNNNNNNN`
    BackslashReplace,
    /// `surrogateescape`: bytes from 0x80 on become U+DC80 to U+DCFF, and those become bytes again.
    SurrogateEscape,
    /// `surrogatepass`: surrogates are encoded like other code points (UTF only).
    SurrogatePass,
    /// `xmlcharrefreplace`: `&#NNN;` (encoding only)
    XmlCharRefReplace,
    /// `namereplace`: `\N{NAME}` (encoding only)
    NameReplace,
}

/// Why decoding ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecodable {
    /// A UnicodeDecodeError.
    Error(DecodeError),
    /// A TypeError: the handler is for encoding only.
    WrongHandler,
}

/// Why encoding ended: a UnicodeEncodeError.
pub type Unencodable = EncodeError;

impl Undecodable {
    /// The TypeError's text.
    pub const WRONG_HANDLER: &'static str = "don't know how to handle UnicodeDecodeError in error callback";
}

impl OnError {
    /// The handler with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "strict" => Self::Strict,
            "ignore" => Self::Ignore,
            "replace" => Self::Replace,
            "backslashreplace" => Self::BackslashReplace,
            "surrogateescape" => Self::SurrogateEscape,
            "surrogatepass" => Self::SurrogatePass,
            "xmlcharrefreplace" => Self::XmlCharRefReplace,
            "namereplace" => Self::NameReplace,
            _ => return None,
        })
    }

    /// What this handler does about bytes that cannot be decoded.
    pub fn decode(self, error: &DecodeError, bytes: &[u8]) -> Result<Replaced, Undecodable> {
        let refuse = || Undecodable::Error(error.clone());
        let mut text = Wtf8Buf::new();
        let mut resume = error.end;
        let bad = bytes.get(error.start..error.end).unwrap_or_default();
        match self {
            Self::Strict => return Err(refuse()),
            Self::Ignore => {}
            Self::Replace => text.push(char::REPLACEMENT_CHARACTER),
            Self::BackslashReplace => bad.iter().for_each(|b| text.push_str(&format!("\\x{b:02x}"))),
            Self::SurrogateEscape => {
                let escaped = bad.iter().take(4).take_while(|b| **b >= 0x80);
                let before = text.len();
                escaped.for_each(|b| text.push_code_point(0xdc00 + u32::from(*b)));
                let count = (text.len() - before) / 3;
                if count == 0 {
                    return Err(refuse());
                }
                resume = error.start + count;
            }
            Self::SurrogatePass => {
                let (code, len) = surrogate_at(error, bytes).ok_or_else(refuse)?;
                text.push_code_point(code);
                resume = error.start + len;
            }
            Self::XmlCharRefReplace | Self::NameReplace => return Err(Undecodable::WrongHandler),
        }
        Ok(Replaced { text, resume })
    }

    /// What this handler does about text that cannot be encoded: what stands for `error.start..error.end`.
    pub fn encode(self, error: &EncodeError, text: Text<'_>) -> Result<(Substitute, usize), Unencodable> {
        let bad = text.slice(error.start, error.end).iter();
        let mut out = Wtf8Buf::new();
        match self {
            Self::Strict => return Err(error.clone()),
            Self::Ignore => {}
            Self::Replace => bad.for_each(|_| out.push('?')),
            Self::BackslashReplace => bad.for_each(|c| backslash(&mut out, c)),
            Self::XmlCharRefReplace => bad.for_each(|c| out.push_str(&format!("&#{c};"))),
            Self::NameReplace => bad.for_each(|c| match unicode::name(c) {
                Some(name) => out.push_str(&format!("\\N{{{name}}}")),
                None => backslash(&mut out, c),
            }),
            Self::SurrogateEscape => {
                let escaped = bad.map_while(|c| if matches!(c, 0xdc80..=0xdcff) { u8::try_from(c - 0xdc00).ok() } else { None });
                let bytes: Vec<u8> = escaped.collect();
                // What is not escaped is the error that is left.
                if bytes.len() < error.end - error.start {
                    return Err(EncodeError { start: error.start + bytes.len(), ..error.clone() });
                }
                return Ok((Substitute::Bytes(bytes), error.end));
            }
            Self::SurrogatePass => {
                let encoding = Encoding::from_name(error.encoding).ok_or_else(|| error.clone())?;
                let mut bytes = Vec::new();
                for c in bad {
                    if !matches!(c, 0xd800..=0xdfff) || !super::encode::push_surrogate(encoding, c, &mut bytes) {
                        return Err(error.clone());
                    }
                }
                return Ok((Substitute::Bytes(bytes), error.end));
            }
        }
        Ok((Substitute::Text(out), error.end))
    }
}

fn backslash(out: &mut Wtf8Buf, c: u32) {
    out.push_str(&match c {
        0..=0xff => format!("\\x{c:02x}"),
        0x100..=0xffff => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    });
}

/// The surrogate that is encoded where the error is, and its length.
fn surrogate_at(error: &DecodeError, bytes: &[u8]) -> Option<(u32, usize)> {
    let rest = bytes.get(error.start..)?;
    let (code, len) = match (error.encoding, rest) {
        ("utf-8", [a @ 0xe0..=0xef, b @ 0x80..=0xbf, c @ 0x80..=0xbf, ..]) => {
            (u32::from(a & 0xf) << 12 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), 3)
        }
        ("utf-16-le" | "utf-16", [a, b, ..]) => (u32::from(u16::from_le_bytes([*a, *b])), 2),
        ("utf-16-be", [a, b, ..]) => (u32::from(u16::from_be_bytes([*a, *b])), 2),
        ("utf-32-le" | "utf-32", [a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]), 4),
        ("utf-32-be", [a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 4),
        _ => return None,
    };
    matches!(code, 0xd800..=0xdfff).then_some((code, len))
}
