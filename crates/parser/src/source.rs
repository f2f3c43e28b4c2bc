//! From the bytes of a file to its text: byte order mark, PEP 263 declaration, encoding.
//!
//! CPython's counterpart is `Parser/tokenizer/helpers.c` (`check_bom`, `check_coding_spec`). The invariant: what comes out is text without
//! byte order mark, and an error has CPython's words.

use std::borrow::Cow;

use crate::error::{ErrorKind, SyntaxError};

/// The encodings that a declaration may name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Latin1,
    Ascii,
}

/// The text of a source file.
pub fn decode_source(bytes: &[u8]) -> Result<Cow<'_, str>, Box<SyntaxError>> {
    let (body, bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    if memchr::memchr(0, body).is_some() {
        return fail("source code cannot contain null bytes");
    }
    let declared = declaration(body);
    let encoding = match &declared {
        None => Encoding::Utf8,
        Some(name) => match lookup(name) {
            _ if bom && name != "utf-8" => {
                return fail(format!("encoding problem: {name} with BOM"));
            }
            Some(e) => e,
            None => return fail(format!("unknown encoding: {name}")),
        },
    };
    match encoding {
        Encoding::Latin1 => Ok(Cow::Owned(body.iter().map(|&b| char::from(b)).collect())),
        Encoding::Ascii => match body.iter().position(|b| !b.is_ascii()) {
            None => utf8(body, declared.is_some()),
            Some(at) => {
                let byte = body.get(at).copied().unwrap_or(0);
                fail(format!(
                    "(unicode error) 'ascii' codec can't decode byte 0x{byte:02x} in position {at}: ordinal not in range(128)"
                ))
            }
        },
        Encoding::Utf8 => utf8(body, declared.is_some()),
    }
}

/// The text with `\r\n` and `\r` made `\n`.
pub fn universal_newlines(source: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', source.as_bytes()) {
        None => Cow::Borrowed(source),
        Some(_) => Cow::Owned(source.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

fn fail<T>(msg: impl Into<String>) -> Result<T, Box<SyntaxError>> {
    Err(Box::new(SyntaxError::without_place(
        ErrorKind::SyntaxError,
        msg,
    )))
}

fn utf8(body: &[u8], declared: bool) -> Result<Cow<'_, str>, Box<SyntaxError>> {
    let error = match std::str::from_utf8(body) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(e) => e,
    };
    let at = error.valid_up_to();
    let byte = body.get(at).copied().unwrap_or(0);
    let before = body.get(..at).unwrap_or(&[]);
    let line = memchr::memchr_iter(b'\n', before).count() as u32 + 1;
    if declared {
        let reason = match error.error_len() {
            None => "unexpected end of data",
            Some(_) if matches!(byte, 0xc2..=0xf4) => "invalid continuation byte",
            Some(_) => "invalid start byte",
        };
        return fail(format!(
            "(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {reason}"
        ));
    }
    let mut e = SyntaxError::without_place(
        ErrorKind::SyntaxError,
        format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' on line {line}, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details"
        ),
    );
    e.lineno = Some(line);
    fail_with(e)
}

fn fail_with<T>(e: SyntaxError) -> Result<T, Box<SyntaxError>> {
    Err(Box::new(e))
}

/// The name that a comment in the first two lines declares (`coding[:=]\s*([-\w.]+)`); the second line counts only if the first is blank.
fn declaration(body: &[u8]) -> Option<String> {
    for line in body.split(|&b| b == b'\n').take(2) {
        let start = line
            .iter()
            .position(|b| !matches!(b, b' ' | b'\t' | b'\x0c' | b'\r'));
        let Some(start) = start else { continue };
        let text = line.get(start..).unwrap_or(&[]);
        if text.first() != Some(&b'#') {
            return None;
        }
        if let Some(name) = coding(text) {
            return Some(name);
        }
    }
    None
}

fn coding(comment: &[u8]) -> Option<String> {
    for at in memchr::memmem::find_iter(comment, b"coding") {
        let rest = comment.get(at + 6..).unwrap_or(&[]);
        let Some((b':' | b'=', rest)) = rest.split_first() else {
            continue;
        };
        let rest = rest.trim_ascii_start();
        let name: String = rest
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
            .map(|&b| char::from(b))
            .collect();
        if !name.is_empty() {
            return Some(normal(&name));
        }
    }
    None
}

/// `get_normal_name`: the two common families get one name each.
fn normal(name: &str) -> String {
    let lower: String = name
        .chars()
        .take(12)
        .map(|c| {
            if c == '_' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    if lower == "utf-8" || lower.starts_with("utf-8-") {
        return "utf-8".to_owned();
    }
    if ["latin-1", "iso-8859-1", "iso-latin-1"]
        .iter()
        .any(|n| lower == *n || lower.starts_with(&format!("{n}-")))
    {
        return "iso-8859-1".to_owned();
    }
    name.to_owned()
}

fn lookup(name: &str) -> Option<Encoding> {
    match name.to_ascii_lowercase().replace(['-', ' '], "_").as_str() {
        "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" | "utf_8_sig" => {
            Some(Encoding::Utf8)
        }
        "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859"
        | "cp819" => Some(Encoding::Latin1),
        "ascii" | "us_ascii" | "646" | "us" | "ansi_x3.4_1968" => Some(Encoding::Ascii),
        _ => None,
    }
}
