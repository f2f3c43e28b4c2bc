//! Formatting: the mini-language of `format()` and f-strings, `%` formatting, `str.format` templates. Counterpart:
//! `Python/formatter_unicode.c`, `unicode_format` and `Objects/stringlib/unicode_format.h`.
//!
//! Parsing gives plain values; applying them gives a [`Padded`] text, so that the caller checks the size before it
//! builds the str. Invariant: no result holds more padding inside than [`MAX_PADDING`].

mod apply;
pub mod percent;
mod spec;
pub mod template;

pub use apply::{StrLayout, complex, float, int, str};
pub use spec::{Align, Grouping, Sign, Spec};

use crate::error::Error;
use crate::text::Wtf8Buf;

/// The most units of padding or digits that a formatted number may hold; what asks for more is a MemoryError.
pub const MAX_PADDING: usize = 1 << 28;

/// A text with padding around it that is not made yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Padded {
    /// What stands between the padding.
    pub body: Wtf8Buf,
    /// How often the fill character stands before it.
    pub left: usize,
    /// How often it stands after it.
    pub right: usize,
    /// The fill character.
    pub fill: u32,
}

impl Padded {
    /// A text without padding.
    pub fn plain(body: impl Into<Wtf8Buf>) -> Self {
        Self { body: body.into(), left: 0, right: 0, fill: 0x20 }
    }

    /// The whole text.
    pub fn into_wtf8(self) -> Result<Wtf8Buf, Error> {
        if self.left == 0 && self.right == 0 {
            return Ok(self.body);
        }
        if self.left > MAX_PADDING || self.right > MAX_PADDING {
            return Err(Error::memory());
        }
        let mut out = Wtf8Buf::with_capacity(self.left + self.body.len() + self.right);
        out.extend(std::iter::repeat_n(self.fill, self.left));
        out.push_wtf8(self.body.as_wtf8());
        out.extend(std::iter::repeat_n(self.fill, self.right));
        Ok(out)
    }
}
