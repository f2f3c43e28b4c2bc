//! Text as bytes, lone surrogates included: generalised UTF-8. Counterpart: none (CPython has no such form; its
//! `surrogatepass` writes the same bytes).
//!
//! Invariant: a [`Wtf8`] holds whole code points up to 0x10FFFF, each encoded as UTF-8 would, surrogates (0xD800 to
//! 0xDFFF) as three bytes. Two surrogates stay two code points, also where they would make a pair.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

/// Owned text in generalised UTF-8.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wtf8Buf(Vec<u8>);

/// Borrowed text in generalised UTF-8: a `Deref` target only, so it is used behind a reference to a [`Wtf8Buf`] or as
/// a copy of its slice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wtf8<'a>(&'a [u8]);

impl Wtf8Buf {
    /// Nothing.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Nothing, with room.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// Takes bytes that are generalised UTF-8; gives them back where they are not.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Vec<u8>> {
        if Wtf8::new(&bytes).is_some() { Ok(Self(bytes)) } else { Err(bytes) }
    }

    /// Adds a character.
    #[inline]
    pub fn push(&mut self, c: char) {
        self.0.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Adds text.
    #[inline]
    pub fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Adds text.
    #[inline]
    pub fn push_wtf8(&mut self, text: Wtf8<'_>) {
        self.0.extend_from_slice(text.0);
    }

    /// Adds a code point, which may be a surrogate; one beyond 0x10FFFF becomes U+FFFD.
    pub fn push_code_point(&mut self, c: u32) {
        match char::from_u32(c) {
            Some(c) => self.push(c),
            None if c <= 0xffff => {
                self.0.extend_from_slice(&[0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3f) as u8, 0x80 | (c & 0x3f) as u8]);
            }
            None => self.push(char::REPLACEMENT_CHARACTER),
        }
    }

    /// Borrows the text.
    #[inline]
    pub fn as_wtf8(&self) -> Wtf8<'_> {
        Wtf8(&self.0)
    }

    /// The bytes.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text as a Rust str, unless it holds a surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The text as a Rust String, unless it holds a surrogate.
    pub fn into_string(self) -> Result<String, Self> {
        String::from_utf8(self.0).map_err(|e| Self(e.into_bytes()))
    }

    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The code points.
    pub fn code_points(&self) -> CodePoints<'_> {
        self.as_wtf8().code_points()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<'a> Wtf8<'a> {
    /// Checks that `bytes` are generalised UTF-8.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        loop {
            match std::str::from_utf8(rest) {
                Ok(_) => return Some(Self(bytes)),
                Err(e) => match rest.get(e.valid_up_to()..) {
                    Some([0xed, 0xa0..=0xbf, 0x80..=0xbf, after @ ..]) => rest = after,
                    _ => return None,
                },
            }
        }
    }

    /// The bytes.
    #[inline]
    pub fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The text as a Rust str, unless it holds a surrogate.
    pub fn as_str(self) -> Option<&'a str> {
        std::str::from_utf8(self.0).ok()
    }

    /// The text with U+FFFD for each surrogate: for messages to people.
    pub fn to_string_lossy(self) -> Cow<'a, str> {
        match self.as_str() {
            Some(text) => Cow::Borrowed(text),
            None => {
                let show = |c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
                Cow::Owned(self.code_points().map(show).collect())
            }
        }
    }

    /// The code points.
    pub fn code_points(self) -> CodePoints<'a> {
        CodePoints(self.0.iter())
    }

    /// An owned copy.
    pub fn to_owned(self) -> Wtf8Buf {
        Wtf8Buf(self.0.to_vec())
    }

    /// Whether there is nothing.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> From<&'a str> for Wtf8<'a> {
    fn from(text: &'a str) -> Self {
        Self(text.as_bytes())
    }
}

impl From<&str> for Wtf8Buf {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl From<String> for Wtf8Buf {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl FromIterator<u32> for Wtf8Buf {
    fn from_iter<I: IntoIterator<Item = u32>>(code_points: I) -> Self {
        let mut out = Self::new();
        code_points.into_iter().for_each(|c| out.push_code_point(c));
        out
    }
}

impl Extend<u32> for Wtf8Buf {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, code_points: I) {
        code_points.into_iter().for_each(|c| self.push_code_point(c));
    }
}

impl Deref for Wtf8Buf {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Borrow<[u8]> for Wtf8Buf {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Wtf8Buf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_wtf8().fmt(f)
    }
}

impl fmt::Debug for Wtf8<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::repr_str(self.code_points()))
    }
}

/// The code points of a [`Wtf8`].
#[derive(Clone, Debug)]
pub struct CodePoints<'a>(std::slice::Iter<'a, u8>);

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let first = u32::from(*self.0.next()?);
        if first < 0x80 {
            return Some(first);
        }
        // The type guarantees that the bytes that follow are there.
        let mut more = || u32::from(self.0.next().copied().unwrap_or(0) & 0x3f);
        Some(if first < 0xe0 {
            (first & 0x1f) << 6 | more()
        } else if first < 0xf0 {
            (first & 0x0f) << 12 | more() << 6 | more()
        } else {
            (first & 0x07) << 18 | more() << 12 | more() << 6 | more()
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let bytes = self.0.len();
        (bytes.div_ceil(4), Some(bytes))
    }
}
