//! What names, numbers and strings of the source mean.
//!
//! CPython's counterpart is `Parser/string_parser.c` and the number half of `Parser/action_helpers.c`. The meaning itself comes from
//! `minipy-scalar`; here prefixes and quotes are taken off and results are put into the arena. The invariant: text without escapes, and names
//! in ASCII, are slices of the source, never copies.

use bumpalo::Bump;
use minipy_ast::{Constant, ConstantKind};
use minipy_scalar::{Int, IntError, IntRef, escapes, float, unicode};

/// `sys.int_info.default_max_str_digits`: decimal literals are held to it, others are not.
const MAX_DIGITS: usize = 4300;

/// The first character that keeps a name from being an identifier, with its byte offset.
pub(crate) fn first_non_identifier(name: &str) -> Option<(usize, char)> {
    let valid = |i: usize, c: char| {
        if i == 0 { c == '_' || unicode::is_xid_start(c as u32) } else { unicode::is_xid_continue(c as u32) }
    };
    name.char_indices().find(|&(i, c)| !valid(i, c))
}

/// `str.isprintable` of one character.
pub(crate) fn is_printable(c: char) -> bool {
    unicode::is_printable(c as u32)
}

/// An identifier as the tree holds it.
#[inline]
pub(crate) fn identifier<'a>(arena: &'a Bump, name: &'a str) -> &'a str {
    if name.is_ascii() { name } else { arena.alloc_str(&unicode::nfkc(name)) }
}

/// The value of a number that the lexer let through, or the message of the error.
pub(crate) fn number<'a>(arena: &'a Bump, text: &str) -> Result<Constant<'a>, String> {
    let bytes = text.as_bytes();
    // Most numbers are a few decimal digits.
    if bytes.len() <= 18 && bytes.iter().all(u8::is_ascii_digit) {
        return Ok(Constant::Int(bytes.iter().fold(0, |n, b| n * 10 + u64::from(b - b'0'))));
    }
    let plain: Vec<u8> = bytes.iter().copied().filter(|&b| b != b'_').collect();
    let hex = matches!(plain.get(..2), Some([b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B']));
    if !hex {
        if let Some(imaginary) = plain.strip_suffix(b"j").or(plain.strip_suffix(b"J")) {
            return Ok(Constant::Complex(float::parse(imaginary).map_err(|e| e.to_string())?));
        }
        if plain.iter().any(|b| matches!(b, b'.' | b'e' | b'E')) {
            return Ok(Constant::Float(float::parse(&plain).map_err(|e| e.to_string())?));
        }
    }
    // Zero may be written with any number of zeros, which base 0 accepts too.
    let value = Int::parse(&plain, 0, MAX_DIGITS).map_err(|e| match e {
        IntError::TooManyDigits { .. } => {
            format!("{e} - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.")
        }
        e => e.to_string(),
    })?;
    Ok(match value.as_ref() {
        v if !v.is_negative() && v.as_u64().is_some() => Constant::Int(v.as_u64().unwrap_or(0)),
        v => Constant::BigInt(arena.alloc_str(&v.to_decimal(0).map_err(|e| e.to_string())?)),
    })
}

/// A string or bytes literal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Literal<'a> {
    pub value: Constant<'a>,
    pub kind: Option<ConstantKind>,
}

/// The value of one string token; `warn` gets the text of a warning about an escape.
pub(crate) fn string<'a>(arena: &'a Bump, token: &'a str, warn: &mut dyn FnMut(String)) -> Result<Literal<'a>, String> {
    let prefix_len = token.find(['"', '\'']).unwrap_or(0);
    let (prefix, quoted) = token.split_at(prefix_len);
    let quotes = if quoted.len() >= 6 && (quoted.starts_with("\"\"\"") || quoted.starts_with("'''")) { 3 } else { 1 };
    let body = quoted.get(quotes..quoted.len().saturating_sub(quotes)).unwrap_or("");
    let (mut raw, mut bytes) = (false, false);
    for b in prefix.bytes() {
        match b {
            b'r' | b'R' => raw = true,
            b'b' | b'B' => bytes = true,
            _ => {}
        }
    }
    let kind = (prefix == "u").then_some(ConstantKind::U);
    if bytes {
        if !body.is_ascii() {
            return Err("bytes can only contain ASCII literal characters".to_owned());
        }
        if raw || !has_escape(body) {
            return Ok(Literal { value: Constant::Bytes(body.as_bytes()), kind });
        }
        let decoded = escapes::decode_bytes(body).map_err(|e| e.to_string())?;
        if let Some(w) = decoded.invalid {
            warn(w.to_string());
        }
        return Ok(Literal { value: Constant::Bytes(arena.alloc_slice_copy(&decoded.bytes)), kind });
    }
    Ok(Literal { value: Constant::Str(text(arena, body, raw, warn)?), kind })
}

/// The value of the text of a string or of a piece of an f-string.
pub(crate) fn text<'a>(arena: &'a Bump, body: &'a str, raw: bool, warn: &mut dyn FnMut(String)) -> Result<&'a [u8], String> {
    if raw || !has_escape(body) {
        return Ok(body.as_bytes());
    }
    // Before a brace of an f-string a backslash stands for itself.
    let backslashes = body.bytes().rev().take_while(|&b| b == b'\\').count();
    if backslashes % 2 == 1
        && let Some(head) = body.get(..body.len() - 1)
    {
        let head = text(arena, head, raw, warn)?;
        let mut whole = bumpalo::collections::Vec::with_capacity_in(head.len() + 1, arena);
        whole.extend_from_slice_copy(head);
        whole.push(b'\\');
        return Ok(whole.into_bump_slice());
    }
    let decoded = escapes::decode_str(body).map_err(|e| e.to_string())?;
    if let Some(w) = decoded.invalid {
        warn(w.to_string());
    }
    Ok(arena.alloc_slice_copy(decoded.text.as_bytes()))
}

fn has_escape(body: &str) -> bool {
    memchr::memchr(b'\\', body.as_bytes()).is_some()
}

/// Whether a number is imaginary.
pub(crate) fn is_imaginary(text: &str) -> bool {
    text.ends_with(['j', 'J'])
}

/// `repr()` of the constants of a tree, for `minipy_ast::dump`.
#[derive(Clone, Copy, Debug, Default)]
pub struct PythonRepr;

impl minipy_ast::ReprConstant for PythonRepr {
    fn constant(&self, value: &Constant<'_>, out: &mut String) {
        match value {
            Constant::None => out.push_str("None"),
            Constant::True => out.push_str("True"),
            Constant::False => out.push_str("False"),
            Constant::Ellipsis => out.push_str("Ellipsis"),
            Constant::Int(v) => out.push_str(&v.to_string()),
            Constant::BigInt(digits) => out.push_str(digits),
            Constant::Float(v) => out.push_str(&float::repr(*v)),
            Constant::Complex(v) => {
                let imaginary = float::repr(*v);
                out.push_str(imaginary.strip_suffix(".0").unwrap_or(&imaginary));
                out.push('j');
            }
            Constant::Str(bytes) => {
                if let Some(text) = minipy_scalar::Wtf8::new(bytes) {
                    out.push_str(&minipy_scalar::text::repr_str(text.code_points()));
                }
            }
            Constant::Bytes(bytes) => out.push_str(&minipy_scalar::text::repr_bytes(bytes)),
        }
    }

    fn identifier(&self, text: &str, out: &mut String) {
        out.push_str(&minipy_scalar::text::repr_str(text.chars().map(u32::from)));
    }
}

/// An integer that fits no `u64` as `minipy-scalar` knows it.
pub fn big_int(digits: &str) -> Option<Int> {
    Int::parse(digits.as_bytes(), 10, 0).ok().filter(|v| !IntRef::is_negative(v.as_ref()))
}
