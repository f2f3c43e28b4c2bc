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
    Cp1252,
    Koi8R,
}

/// What bytes from 0x80 on mean in cp1252, as far as it differs from Latin-1; U+FFFD stands for none.
const CP1252: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";

/// What bytes from 0x80 on mean in KOI8-R.
const KOI8_R: &str =
    "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

/// The text of source that a program holds as bytes, as `compile(bytes)` reads it.
pub fn decode_source(bytes: &[u8]) -> Result<Cow<'_, str>, Box<SyntaxError>> {
    decode(bytes, None)
}

/// The text of a source file. The words of some errors differ from those of [`decode_source`], as they do in CPython, and name the file.
pub fn decode_file<'b>(bytes: &'b [u8], filename: &str) -> Result<Cow<'b, str>, Box<SyntaxError>> {
    decode(bytes, Some(filename))
}

fn decode<'b>(bytes: &'b [u8], file: Option<&str>) -> Result<Cow<'b, str>, Box<SyntaxError>> {
    let (body, bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    if let Some(at) = memchr::memchr(0, body) {
        return null_byte(body, at, file);
    }
    let Some(name) = declaration(body) else {
        return utf8(body, false, file);
    };
    let unknown = || match file {
        Some(_) => format!("encoding problem: {name}"),
        None => format!("unknown encoding: {name}"),
    };
    let decoded = match lookup(&name) {
        _ if bom && name != "utf-8" => return fail(format!("encoding problem: {name} with BOM")),
        None => return fail(unknown()),
        Some(Encoding::Utf8) => return utf8(body, true, file),
        Some(Encoding::Latin1) => Ok(body.iter().map(|&b| char::from(b)).collect()),
        Some(Encoding::Ascii) => single_bytes(body, "ascii", "ordinal not in range(128)", |_| None),
        Some(Encoding::Cp1252) => single_bytes(body, "charmap", UNDEFINED, |i| match i {
            0..32 => CP1252.chars().nth(usize::from(i)).filter(|&c| c != '\u{fffd}'),
            _ => Some(char::from(i + 0x80)),
        }),
        Some(Encoding::Koi8R) => single_bytes(body, "charmap", UNDEFINED, |i| KOI8_R.chars().nth(usize::from(i))),
    };
    match decoded {
        Ok(text) => Ok(Cow::Owned(text)),
        Err(_) if file.is_some() => fail(unknown()),
        Err(msg) => fail(msg),
    }
}

const UNDEFINED: &str = "character maps to <undefined>";

/// Text of an encoding of single bytes that agrees with ASCII below 0x80; `upper` gets what a byte is above that.
fn single_bytes(body: &[u8], codec: &str, reason: &str, upper: impl Fn(u8) -> Option<char>) -> Result<String, String> {
    let mut text = String::with_capacity(body.len());
    for (at, &byte) in body.iter().enumerate() {
        let found = if byte < 0x80 { Some(char::from(byte)) } else { upper(byte - 0x80) };
        text.push(found.ok_or_else(|| format!("'{codec}' codec can't decode byte 0x{byte:02x} in position {at}: {reason}"))?);
    }
    Ok(text)
}

fn null_byte<T>(body: &[u8], at: usize, file: Option<&str>) -> Result<T, Box<SyntaxError>> {
    if file.is_none() {
        return fail("source code string cannot contain null bytes");
    }
    // A file is read line by line, so the line is known, and shown up to the null byte.
    let before = body.get(..at).unwrap_or(&[]);
    let line = memchr::memchr_iter(b'\n', before).count() as u32 + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |n| n + 1);
    let text = String::from_utf8_lossy(before.get(start..).unwrap_or(&[])).into_owned();
    Err(Box::new(SyntaxError {
        lineno: Some(line),
        offset: 0,
        end_lineno: line,
        end_offset: 0,
        text: Some(text),
        ..SyntaxError::without_place(ErrorKind::SyntaxError, "source code cannot contain null bytes")
    }))
}

fn fail<T>(msg: impl Into<String>) -> Result<T, Box<SyntaxError>> {
    Err(Box::new(SyntaxError::without_place(ErrorKind::SyntaxError, msg)))
}

fn utf8<'b>(body: &'b [u8], declared: bool, file: Option<&str>) -> Result<Cow<'b, str>, Box<SyntaxError>> {
    let error = match std::str::from_utf8(body) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(e) => e,
    };
    let at = error.valid_up_to();
    let byte = body.get(at).copied().unwrap_or(0);
    let before = body.get(..at).unwrap_or(&[]);
    let line = memchr::memchr_iter(b'\n', before).count() as u32 + 1;
    if let Some(name) = file
        && !declared
    {
        return fail(format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' in file {name} on line {line}, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details"
        ));
    }
    let reason = match error.error_len() {
        None => "unexpected end of data",
        Some(_) if matches!(byte, 0xc2..=0xf4) => "invalid continuation byte",
        Some(_) => "invalid start byte",
    };
    let start = memchr::memrchr(b'\n', before).map_or(0, |n| n + 1);
    let rest = body.get(start..).unwrap_or(&[]);
    let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let mut text = String::from_utf8_lossy(rest.get(..length).unwrap_or(&[])).into_owned();
    text.push('\n');
    let column = String::from_utf8_lossy(before.get(start..).unwrap_or(&[])).chars().count() as i64;
    Err(Box::new(SyntaxError {
        lineno: Some(line),
        offset: column + 1,
        end_lineno: line,
        end_offset: -1,
        text: Some(text),
        ..SyntaxError::without_place(
            ErrorKind::SyntaxError,
            format!("(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position 0: {reason}"),
        )
    }))
}

/// The text with `\r\n` and `\r` made `\n`.
pub fn universal_newlines(source: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', source.as_bytes()) {
        None => Cow::Borrowed(source),
        Some(_) => Cow::Owned(source.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

/// The name that a comment in the first two lines declares (`coding[:=]\s*([-\w.]+)`); the second line counts only if the first is blank.
fn declaration(body: &[u8]) -> Option<String> {
    for line in body.split(|&b| b == b'\n').take(2) {
        let start = line.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\x0c' | b'\r'));
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
        let name: String =
            rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).map(|&b| char::from(b)).collect();
        if !name.is_empty() {
            return Some(normal(&name));
        }
    }
    None
}

/// `get_normal_name`: the two common families get one name each.
fn normal(name: &str) -> String {
    let lower: String = name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    if lower == "utf-8" || lower.starts_with("utf-8-") {
        return "utf-8".to_owned();
    }
    if ["latin-1", "iso-8859-1", "iso-latin-1"].iter().any(|n| lower == *n || lower.starts_with(&format!("{n}-"))) {
        return "iso-8859-1".to_owned();
    }
    name.to_owned()
}

fn lookup(name: &str) -> Option<Encoding> {
    match name.to_ascii_lowercase().replace(['-', ' '], "_").as_str() {
        "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" | "utf_8_sig" => Some(Encoding::Utf8),
        "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859" | "cp819" => Some(Encoding::Latin1),
        "ascii" | "us_ascii" | "646" | "us" | "ansi_x3.4_1968" => Some(Encoding::Ascii),
        "cp1252" | "windows_1252" | "1252" => Some(Encoding::Cp1252),
        "koi8_r" | "cskoi8r" => Some(Encoding::Koi8R),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        decode_source(bytes).expect_err("a source that cannot be read").msg
    }

    #[test]
    fn declarations_are_found_as_cpython_finds_them() {
        assert_eq!(decode_source(b"#coding=latin-1\n'\xe9'").unwrap(), "#coding=latin-1\n'\u{e9}'");
        assert_eq!(decode_source(b"# -*- coding: cp1252 -*-\n\x80\xe9").unwrap().chars().last(), Some('\u{e9}'));
        assert_eq!(decode_source(b"# -*- coding: koi8-r -*-\n\xc1").unwrap().chars().last(), Some('\u{430}'));
        assert_eq!(decode_source(b"\xef\xbb\xbf# coding: utf-8\nx").unwrap(), "# coding: utf-8\nx");
        assert_eq!(decode_source(b"\n\n# coding: foo").unwrap(), "\n\n# coding: foo");
        assert_eq!(decode_source(b"x\n# coding: foo").unwrap(), "x\n# coding: foo");
        assert_eq!(message(b"\n# coding: foo"), "unknown encoding: foo");
        assert_eq!(message(b"\xef\xbb\xbf# coding: latin-1\n"), "encoding problem: iso-8859-1 with BOM");
        assert_eq!(
            message(b"# coding: cp1252\n'\x81'"),
            "'charmap' codec can't decode byte 0x81 in position 18: character maps to <undefined>"
        );
    }

    #[test]
    fn files_have_words_of_their_own() {
        let message = |bytes: &[u8]| decode_file(bytes, "bad.py").expect_err("a file that cannot be read");
        assert_eq!(
            message(b"x=1\n\xe9").msg,
            "Non-UTF-8 code starting with '\\xe9' in file bad.py on line 2, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details"
        );
        assert_eq!(message(b"# coding: foo\n").msg, "encoding problem: foo");
        assert_eq!(message(b"# coding: ascii\n\xe9").msg, "encoding problem: ascii");
        let null = message(b"\n\nx\0y");
        assert_eq!((null.msg.as_str(), null.lineno), ("source code cannot contain null bytes", Some(3)));
        assert_eq!(null.text.as_deref(), Some("x"));
    }
}
