//! Bytes to text. Counterpart: `PyUnicode_DecodeUTF8Stateful` and its kin.
//!
//! Invariant: an error covers the bytes that CPython's decoder says, so that handlers see the same ranges; UTF-8
//! itself is checked by the standard library, whose maximal prefixes are CPython's.

use super::{DecodeError, Decoded, Encoding, Replaced};

/// Decodes with a handler of any kind. If `last` is false, an unfinished character at the end is no error but left
/// (see [`Decoded::consumed`]).
pub fn decode_with<E>(
    encoding: Encoding,
    bytes: &[u8],
    last: bool,
    on_error: impl FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
) -> Result<Decoded, E> {
    let mut reader = Reader { bytes, last, on_error, out: Decoded::default(), at: 0, name: encoding.name() };
    match encoding {
        Encoding::Utf8 => reader.utf8()?,
        Encoding::Utf8Sig => {
            if !last && bytes.len() < 3 && b"\xef\xbb\xbf".starts_with(bytes) {
                return Ok(Decoded::default());
            }
            if bytes.starts_with(b"\xef\xbb\xbf") {
                // Positions of errors count from behind the mark, as in CPython.
                let rest = bytes.get(3..).unwrap_or_default();
                let mut decoded = decode_with(Encoding::Utf8, rest, last, reader.on_error)?;
                decoded.consumed += 3;
                return Ok(decoded);
            }
            reader.utf8()?;
        }
        Encoding::Utf16 => {
            let big = reader.mark(b"\xff\xfe", b"\xfe\xff");
            reader.name = if big { Encoding::Utf16Be } else { Encoding::Utf16Le }.name();
            reader.utf16(big)?;
        }
        Encoding::Utf16Le => reader.utf16(false)?,
        Encoding::Utf16Be => reader.utf16(true)?,
        Encoding::Utf32 => {
            let big = reader.mark(b"\xff\xfe\0\0", b"\0\0\xfe\xff");
            reader.name = if big { Encoding::Utf32Be } else { Encoding::Utf32Le }.name();
            reader.utf32(big)?;
        }
        Encoding::Utf32Le => reader.utf32(false)?,
        Encoding::Utf32Be => reader.utf32(true)?,
        Encoding::Latin1 => {
            bytes.iter().for_each(|b| reader.out.text.push(char::from(*b)));
            reader.at = bytes.len();
        }
        Encoding::Ascii => reader.ascii()?,
        Encoding::UnicodeEscape => reader.unicode_escape()?,
        Encoding::RawUnicodeEscape => reader.raw_unicode_escape()?,
        Encoding::Charmap(map) => reader.charmap(&map.table())?,
    }
    reader.out.consumed = reader.at.min(bytes.len());
    Ok(reader.out)
}

struct Reader<'a, H> {
    bytes: &'a [u8],
    last: bool,
    on_error: H,
    out: Decoded,
    at: usize,
    name: &'static str,
}

impl<'a, H> Reader<'a, H> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Skips a mark; says whether it is the big-endian one.
    fn mark(&mut self, little: &[u8], big: &[u8]) -> bool {
        let found = self.bytes.starts_with(big);
        if found || self.bytes.starts_with(little) {
            self.at = little.len();
        }
        self.out.big_endian = found;
        found
    }

    fn fail<E>(&mut self, start: usize, end: usize, reason: &'static str) -> Result<(), E>
    where
        H: FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
    {
        let error = DecodeError { encoding: self.name, start, end, reason };
        let replaced = (self.on_error)(&error, self.bytes)?;
        self.out.text.push_wtf8(replaced.text.as_wtf8());
        self.at = replaced.resume.min(self.bytes.len());
        Ok(())
    }

    fn utf8<E>(&mut self) -> Result<(), E>
    where
        H: FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
    {
        loop {
            let rest = self.rest();
            let error = match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.out.text.push_str(text);
                    self.at = self.bytes.len();
                    return Ok(());
                }
                Err(error) => error,
            };
            let (good, bad) = rest.split_at(error.valid_up_to());
            self.out.text.push_str(std::str::from_utf8(good).unwrap_or_default());
            let start = self.at + good.len();
            self.at = start;
            match error.error_len() {
                None if !self.last => return Ok(()),
                None => self.fail(start, self.bytes.len(), "unexpected end of data")?,
                Some(len) => {
                    let reason = match bad.first() {
                        Some(0xc2..=0xf4) => "invalid continuation byte",
                        _ => "invalid start byte",
                    };
                    self.fail(start, start + len, reason)?;
                }
            }
        }
    }

    fn ascii<E>(&mut self) -> Result<(), E>
    where
        H: FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
    {
        loop {
            let rest = self.rest();
            let len = rest.iter().position(|b| !b.is_ascii()).unwrap_or(rest.len());
            let (good, bad) = rest.split_at(len);
            self.out.text.push_str(std::str::from_utf8(good).unwrap_or_default());
            self.at += len;
            if bad.is_empty() {
                return Ok(());
            }
            self.fail(self.at, self.at + 1, "ordinal not in range(128)")?;
        }
    }

    fn charmap<E>(&mut self, table: &[Option<char>; 128]) -> Result<(), E>
    where
        H: FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
    {
        while let Some(&byte) = self.bytes.get(self.at) {
            let found = if byte < 0x80 { Some(char::from(byte)) } else { table.get(usize::from(byte) - 0x80).copied().flatten() };
            match found {
                Some(c) => {
                    self.out.text.push(c);
                    self.at += 1;
                }
                None => self.fail(self.at, self.at + 1, super::UNDEFINED)?,
            }
        }
        Ok(())
    }

    /// The bytes up to the next backslash are Latin-1.
    fn plain_to_backslash(&mut self) {
        let rest = self.rest();
        let len = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        rest.iter().take(len).for_each(|&b| self.out.text.push(char::from(b)));
        self.at += len;
    }

    fn unicode_escape<E>(&mut self) -> Result<(), E>
    where
        H: FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
    {
        while self.at < self.bytes.len() {
            self.plain_to_backslash();
            let rest = self.rest();
            if rest.is_empty() {
                break;
            }
            // An escape is at most ten bytes long, but for a name, which ends with its brace.
            let len = if rest.starts_with(b"\\N{") { memchr::memchr(b'}', rest).map_or(rest.len(), |at| at + 1) } else { 10 };
            let escape: String = rest.iter().take(len).map(|&b| char::from(b)).collect();
            match crate::escapes::decode_one(&escape, &mut self.out.text) {
                Ok(used) => self.at += used,
                // The rest of the escape may still come.
                Err((used, _)) if !self.last && self.at + used >= self.bytes.len() => return Ok(()),
                Err((used, reason)) => self.fail(self.at, self.at + used, reason)?,
            }
        }
        Ok(())
    }

    fn raw_unicode_escape<E>(&mut self) -> Result<(), E>
    where
        H: FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
    {
        while self.at < self.bytes.len() {
            self.plain_to_backslash();
            let (wanted, reason) = match self.rest() {
                [] => break,
                [_] if !self.last => break,
                [_, b'u', ..] => (4, "truncated \\uXXXX escape"),
                [_, b'U', ..] => (8, "truncated \\UXXXXXXXX escape"),
                // Two backslashes, or one before another character, are themselves.
                plain => {
                    let plain = plain.get(..2).unwrap_or(plain);
                    plain.iter().for_each(|&b| self.out.text.push(char::from(b)));
                    self.at += plain.len();
                    continue;
                }
            };
            let digits = self.rest().iter().skip(2).take(wanted).map_while(|&b| char::from(b).to_digit(16));
            let (found, code) = digits.fold((0, 0_u32), |(found, code), digit| (found + 1, code << 4 | digit));
            if found < wanted && !self.last && self.at + 2 + found == self.bytes.len() {
                return Ok(());
            }
            if found < wanted {
                self.fail(self.at, self.at + 2 + found, reason)?;
            } else if code > 0x10_ffff {
                self.fail(self.at, self.at + 2 + wanted, "\\Uxxxxxxxx out of range")?;
            } else {
                self.out.text.push_code_point(code);
                self.at += 2 + wanted;
            }
        }
        Ok(())
    }

    fn utf16<E>(&mut self, big: bool) -> Result<(), E>
    where
        H: FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
    {
        let unit = |pair: [u8; 2]| u32::from(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
        loop {
            let start = self.at;
            match *self.rest() {
                [] => return Ok(()),
                [_] if !self.last => return Ok(()),
                [_] => self.fail(start, self.bytes.len(), "truncated data")?,
                [a, b, ref after @ ..] => match unit([a, b]) {
                    high @ 0xd800..=0xdbff => match *after {
                        [c, d, ..] => match unit([c, d]) {
                            low @ 0xdc00..=0xdfff => {
                                self.out.text.push_code_point(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
                                self.at += 4;
                            }
                            _ => self.fail(start, start + 2, "illegal UTF-16 surrogate")?,
                        },
                        _ if !self.last => return Ok(()),
                        _ => self.fail(start, self.bytes.len(), "unexpected end of data")?,
                    },
                    0xdc00..=0xdfff => self.fail(start, start + 2, "illegal encoding")?,
                    code => {
                        self.out.text.push_code_point(code);
                        self.at += 2;
                    }
                },
            }
        }
    }

    fn utf32<E>(&mut self, big: bool) -> Result<(), E>
    where
        H: FnMut(&DecodeError, &[u8]) -> Result<Replaced, E>,
    {
        loop {
            let start = self.at;
            match *self.rest() {
                [] => return Ok(()),
                [a, b, c, d, ..] => {
                    let word = [a, b, c, d];
                    match if big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) } {
                        0xd800..=0xdfff => self.fail(start, start + 4, "code point in surrogate code point range(0xd800, 0xe000)")?,
                        code @ ..=0x10_ffff => {
                            self.out.text.push_code_point(code);
                            self.at += 4;
                        }
                        _ => self.fail(start, start + 4, "code point not in range(0x110000)")?,
                    }
                }
                _ if !self.last => return Ok(()),
                _ => self.fail(start, self.bytes.len(), "truncated data")?,
            }
        }
    }
}
