//! Text to bytes. Counterpart: `unicode_encode_utf8`, `unicode_encode_ucs1`, `_PyUnicode_EncodeUTF16`.
//!
//! Invariant: an error covers a run of code points in the 8-bit encodings and one code point in the wider ones, as in
//! CPython; a substitute that cannot be encoded is the error it stands for.

use super::{EncodeError, Encoding, Substitute};
use crate::text::Text;

/// Encodes with a handler of any kind; it gives a substitute and where to go on.
pub fn encode_with<E>(
    encoding: Encoding,
    text: Text<'_>,
    mut on_error: impl FnMut(&EncodeError, Text<'_>) -> Result<(Substitute, usize), E>,
) -> Result<Vec<u8>, E>
where
    E: From<EncodeError>,
{
    let mut out = Vec::with_capacity(text.len() + 4);
    match encoding {
        Encoding::Utf8Sig => out.extend_from_slice(b"\xef\xbb\xbf"),
        Encoding::Utf16 => out.extend_from_slice(b"\xff\xfe"),
        Encoding::Utf32 => out.extend_from_slice(b"\xff\xfe\0\0"),
        Encoding::Utf8
        | Encoding::Utf16Le
        | Encoding::Utf16Be
        | Encoding::Utf32Le
        | Encoding::Utf32Be
        | Encoding::Latin1
        | Encoding::Ascii
        | Encoding::Charmap(_) => {}
        Encoding::UnicodeEscape => return Ok(crate::escapes::encode_unicode_escape(text.iter())),
        Encoding::RawUnicodeEscape => return Ok(crate::escapes::encode_raw_unicode_escape(text.iter())),
    }
    let (utf, unit) = match encoding {
        Encoding::Ascii | Encoding::Latin1 | Encoding::Charmap(_) | Encoding::UnicodeEscape | Encoding::RawUnicodeEscape => (false, 1),
        Encoding::Utf8 | Encoding::Utf8Sig => (true, 1),
        Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => (true, 2),
        Encoding::Utf32 | Encoding::Utf32Le | Encoding::Utf32Be => (true, 4),
    };
    let mut at = 0;
    // The ordinary case: ASCII, as it is.
    if let Text::Latin1(bytes) = text
        && unit == 1
    {
        let len = if encoding == Encoding::Latin1 || bytes.is_ascii() {
            bytes.len()
        } else {
            bytes.iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len())
        };
        out.extend_from_slice(crate::text::cut(bytes, 0, len));
        at = len;
    }
    if let Text::Latin1(bytes) = text
        && unit > 1
    {
        let big = matches!(encoding, Encoding::Utf16Be | Encoding::Utf32Be);
        let begin = out.len();
        out.resize(begin + unit * bytes.len(), 0);
        let units = out.get_mut(begin..).unwrap_or_default();
        if unit == 2 {
            for (to, &byte) in units.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
                *to = if big { [0, byte] } else { [byte, 0] };
            }
        } else {
            for (to, &byte) in units.as_chunks_mut::<4>().0.iter_mut().zip(bytes) {
                *to = if big { [0, 0, 0, byte] } else { [byte, 0, 0, 0] };
            }
        }
        at = bytes.len();
    }
    while at < text.len() {
        let mut stopped = None;
        for (i, c) in text.slice(at, usize::MAX).iter().enumerate() {
            if !push(encoding, c, &mut out) {
                stopped = Some(at + i);
                break;
            }
        }
        let Some(start) = stopped else { break };
        let error = EncodeError { encoding: encoding.name(), start, end: run_end(encoding, text, start), reason: reason(encoding) };
        let (substitute, resume) = on_error(&error, text)?;
        match substitute {
            // The wider encodings take whole units, and the UTFs only ASCII text.
            Substitute::Bytes(bytes) if bytes.len() % unit != 0 => return Err(error.into()),
            Substitute::Bytes(bytes) => out.extend_from_slice(&bytes),
            Substitute::Text(plain) => {
                for c in plain.code_points() {
                    if utf && c >= 0x80 || !push(encoding, c, &mut out) {
                        return Err(error.into());
                    }
                }
            }
        }
        at = resume;
    }
    Ok(out)
}

fn reason(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Ascii => "ordinal not in range(128)",
        Encoding::Latin1 | Encoding::UnicodeEscape | Encoding::RawUnicodeEscape => "ordinal not in range(256)",
        Encoding::Charmap(_) => super::UNDEFINED,
        Encoding::Utf8
        | Encoding::Utf8Sig
        | Encoding::Utf16
        | Encoding::Utf16Le
        | Encoding::Utf16Be
        | Encoding::Utf32
        | Encoding::Utf32Le
        | Encoding::Utf32Be => "surrogates not allowed",
    }
}

fn run_end(encoding: Encoding, text: Text<'_>, start: usize) -> usize {
    let limit = match encoding {
        Encoding::Ascii => Some(0x80),
        Encoding::Latin1 | Encoding::UnicodeEscape | Encoding::RawUnicodeEscape => Some(0x100),
        Encoding::Charmap(map) => {
            return start + text.slice(start, usize::MAX).iter().take_while(|c| map.byte(*c).is_none()).count();
        }
        Encoding::Utf8 | Encoding::Utf8Sig => None,
        Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Utf32 | Encoding::Utf32Le | Encoding::Utf32Be => {
            return start + 1;
        }
    };
    let bad = |c: &u32| limit.map_or(matches!(c, 0xd800..=0xdfff), |limit| *c >= limit);
    start + text.slice(start, usize::MAX).iter().take_while(bad).count()
}

/// Encodes one code point if the encoding has it.
#[inline]
fn push(encoding: Encoding, c: u32, out: &mut Vec<u8>) -> bool {
    match encoding {
        Encoding::Ascii if c < 0x80 => out.push(c as u8),
        Encoding::Latin1 if c < 0x100 => out.push(c as u8),
        Encoding::Charmap(map) => match map.byte(c) {
            Some(byte) => out.push(byte),
            None => return false,
        },
        Encoding::Ascii | Encoding::Latin1 | Encoding::UnicodeEscape | Encoding::RawUnicodeEscape => return false,
        Encoding::Utf8 | Encoding::Utf8Sig => {
            if c < 0x80 {
                out.push(c as u8);
                return true;
            }
            let Some(c) = char::from_u32(c) else {
                return false;
            };
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => {
            let Some(c) = char::from_u32(c) else {
                return false;
            };
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend_from_slice(&if encoding == Encoding::Utf16Be { unit.to_be_bytes() } else { unit.to_le_bytes() });
            }
        }
        Encoding::Utf32 | Encoding::Utf32Le | Encoding::Utf32Be => {
            if char::from_u32(c).is_none() {
                return false;
            }
            out.extend_from_slice(&if encoding == Encoding::Utf32Be { c.to_be_bytes() } else { c.to_le_bytes() });
        }
    }
    true
}

/// Encodes a surrogate as if it were a code point like others; false for an encoding that has none.
pub(super) fn push_surrogate(encoding: Encoding, c: u32, out: &mut Vec<u8>) -> bool {
    match encoding {
        Encoding::Ascii | Encoding::Latin1 | Encoding::Charmap(_) | Encoding::UnicodeEscape | Encoding::RawUnicodeEscape => return false,
        Encoding::Utf8 | Encoding::Utf8Sig => {
            out.extend_from_slice(&[0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3f) as u8, 0x80 | (c & 0x3f) as u8]);
        }
        Encoding::Utf16 | Encoding::Utf16Le => out.extend_from_slice(&(c as u16).to_le_bytes()),
        Encoding::Utf16Be => out.extend_from_slice(&(c as u16).to_be_bytes()),
        Encoding::Utf32 | Encoding::Utf32Le => out.extend_from_slice(&c.to_le_bytes()),
        Encoding::Utf32Be => out.extend_from_slice(&c.to_be_bytes()),
    }
    true
}
