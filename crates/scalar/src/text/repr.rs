//! `repr` and `ascii` of text and bytes. Counterpart: `unicode_repr`, `PyBytes_Repr`, `PyObject_ASCII`.
//!
//! Invariant: the result can be evaluated to the value again; it holds printable characters only, so never a
//! surrogate. The quote is `'` unless the text holds one and no `"`.

use std::fmt::Write;

use super::Text;
use crate::unicode;

/// `repr` of a str.
pub fn repr_str(text: impl Iterator<Item = u32> + Clone) -> String {
    quoted(text, unicode::is_printable)
}

/// [`repr_str`] of a text, faster where it is plain ASCII.
pub fn repr_text(text: Text<'_>) -> String {
    if let Text::Latin1(bytes) = text
        && bytes.iter().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'\'' | b'\\'))
        && let Ok(plain) = std::str::from_utf8(bytes)
    {
        let mut out = String::with_capacity(plain.len() + 2);
        out.push('\'');
        out.push_str(plain);
        out.push('\'');
        return out;
    }
    match text {
        Text::Latin1(t) => repr_str(t.iter().map(|&u| u32::from(u))),
        Text::Ucs2(t) => repr_str(t.iter().map(|&u| u32::from(u))),
        Text::Ucs4(t) => repr_str(t.iter().copied()),
    }
}

/// `ascii` of a str: `repr` with everything beyond ASCII escaped.
pub fn ascii_str(text: impl Iterator<Item = u32> + Clone) -> String {
    quoted(text, |c| matches!(c, 0x20..=0x7e))
}

fn quoted(text: impl Iterator<Item = u32> + Clone, plain: impl Fn(u32) -> bool) -> String {
    let (mut single, mut double) = (false, false);
    for c in text.clone() {
        single |= c == 0x27;
        double |= c == 0x22;
    }
    let quote = if single && !double { '"' } else { '\'' };
    let mut out = String::with_capacity(text.size_hint().0 + 2);
    out.push(quote);
    for c in text {
        match char::from_u32(c) {
            Some(c) if c == quote || c == '\\' => {
                out.push('\\');
                out.push(c);
            }
            Some(known) if plain(c) => out.push(known),
            _ => escape(&mut out, c),
        }
    }
    out.push(quote);
    out
}

/// The escape for a code point that is not shown.
fn escape(out: &mut String, c: u32) {
    // Writing into a String cannot fail.
    let _ = match c {
        0x09 => out.write_str("\\t"),
        0x0a => out.write_str("\\n"),
        0x0d => out.write_str("\\r"),
        0..=0xff => write!(out, "\\x{c:02x}"),
        0x100..=0xffff => write!(out, "\\u{c:04x}"),
        _ => write!(out, "\\U{c:08x}"),
    };
}

/// `repr` of bytes.
pub fn repr_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            _ if byte == quote => {
                out.push('\\');
                out.push(char::from(byte));
            }
            0x20..=0x7e => out.push(char::from(byte)),
            _ => escape(&mut out, u32::from(byte)),
        }
    }
    out.push(char::from(quote));
    out
}
