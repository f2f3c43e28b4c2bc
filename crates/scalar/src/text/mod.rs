//! Text as runs of code units of one width. Counterpart: `Objects/unicodeobject.c` and `Objects/stringlib/`.
//!
//! A str keeps its code points in units of 8, 16 or 32 bits; what works for all three is written once, over a slice of
//! any [`CodeUnit`]; bytes use the 8-bit version. Invariant: positions and lengths count units, and a unit is a code
//! point (surrogates included), never a part of one.

mod case;
mod repr;
mod search;
mod split;
mod wtf8;

pub use case::{capitalize, casefold, is_identifier, is_lower, is_title, is_upper, lower, swapcase, title, upper};
pub use repr::{ascii_str, repr_bytes, repr_str, repr_text};
pub use search::{Finder, compare, convert, count, find, find_iter, rfind};
pub use split::{expandtabs, lines, rsplit, rsplit_whitespace, split, split_whitespace, strip, strip_set, zfill};
pub use wtf8::{CodePoints, Wtf8, Wtf8Buf};

/// Which ends of a text an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// `lstrip`
    Left,
    /// `rstrip`
    Right,
    /// `strip`
    Both,
}

impl Ends {
    fn left(self) -> bool {
        matches!(self, Self::Left | Self::Both)
    }

    fn right(self) -> bool {
        matches!(self, Self::Right | Self::Both)
    }
}

/// One element of a text: `u8` (ASCII or Latin-1, or a byte), `u16` or `u32`.
pub trait CodeUnit: Copy + Eq + Ord + std::fmt::Debug + Into<u32> + 'static {
    /// The unit for a code point, if it is wide enough.
    fn from_code_point(c: u32) -> Option<Self>;

    /// The first place of a unit.
    fn position(self, haystack: &[Self]) -> Option<usize>;

    /// The last place of a unit.
    fn rposition(self, haystack: &[Self]) -> Option<usize>;

    /// The text as bytes, for units of 8 bits: there the search is a library's.
    fn as_bytes(slice: &[Self]) -> Option<&[u8]>;
}

impl CodeUnit for u8 {
    #[inline]
    fn from_code_point(c: u32) -> Option<Self> {
        Self::try_from(c).ok()
    }

    #[inline]
    fn position(self, haystack: &[Self]) -> Option<usize> {
        memchr::memchr(self, haystack)
    }

    #[inline]
    fn rposition(self, haystack: &[Self]) -> Option<usize> {
        memchr::memrchr(self, haystack)
    }

    #[inline]
    fn as_bytes(slice: &[Self]) -> Option<&[u8]> {
        Some(slice)
    }
}

impl CodeUnit for u16 {
    #[inline]
    fn from_code_point(c: u32) -> Option<Self> {
        Self::try_from(c).ok()
    }

    #[inline]
    fn position(self, haystack: &[Self]) -> Option<usize> {
        haystack.iter().position(|&u| u == self)
    }

    #[inline]
    fn rposition(self, haystack: &[Self]) -> Option<usize> {
        haystack.iter().rposition(|&u| u == self)
    }

    #[inline]
    fn as_bytes(_: &[Self]) -> Option<&[u8]> {
        None
    }
}

impl CodeUnit for u32 {
    #[inline]
    fn from_code_point(c: u32) -> Option<Self> {
        Some(c)
    }

    #[inline]
    fn position(self, haystack: &[Self]) -> Option<usize> {
        haystack.iter().position(|&u| u == self)
    }

    #[inline]
    fn rposition(self, haystack: &[Self]) -> Option<usize> {
        haystack.iter().rposition(|&u| u == self)
    }

    #[inline]
    fn as_bytes(_: &[Self]) -> Option<&[u8]> {
        None
    }
}

/// A str's content, whatever its width: for functions that are not hot enough to be compiled three times.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// ASCII or Latin-1.
    Latin1(&'a [u8]),
    /// Code points up to 0xFFFF.
    Ucs2(&'a [u16]),
    /// Any code points.
    Ucs4(&'a [u32]),
}

impl<'a> Text<'a> {
    /// How many code points there are.
    pub fn len(self) -> usize {
        match self {
            Self::Latin1(t) => t.len(),
            Self::Ucs2(t) => t.len(),
            Self::Ucs4(t) => t.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The code point at an index.
    #[inline]
    pub fn get(self, index: usize) -> Option<u32> {
        match self {
            Self::Latin1(t) => t.get(index).map(|&u| u32::from(u)),
            Self::Ucs2(t) => t.get(index).map(|&u| u32::from(u)),
            Self::Ucs4(t) => t.get(index).copied(),
        }
    }

    /// The part from `start` to `end`, both cut to the text.
    pub fn slice(self, start: usize, end: usize) -> Self {
        match self {
            Self::Latin1(t) => Self::Latin1(cut(t, start, end)),
            Self::Ucs2(t) => Self::Ucs2(cut(t, start, end)),
            Self::Ucs4(t) => Self::Ucs4(cut(t, start, end)),
        }
    }

    /// The code points.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = u32> + Clone + 'a {
        let (a, b, c): (&'a [u8], &'a [u16], &'a [u32]) = match self {
            Self::Latin1(t) => (t, &[], &[]),
            Self::Ucs2(t) => (&[], t, &[]),
            Self::Ucs4(t) => (&[], &[], t),
        };
        a.iter().map(|&u| u32::from(u)).chain(b.iter().map(|&u| u32::from(u))).chain(c.iter().copied())
    }

    /// The text in generalised UTF-8.
    pub fn to_wtf8(self) -> Wtf8Buf {
        self.iter().collect()
    }

    /// What `int()`, `float()` and `complex()` read: ASCII text as it is, in any other each decimal digit of any
    /// script as its ASCII digit, spaces beyond ASCII as a space, and everything else beyond ASCII as `?`, which no
    /// number contains. Counterpart: `_PyUnicode_TransformDecimalAndSpaceToASCII`.
    pub fn to_ascii_number(self) -> std::borrow::Cow<'a, [u8]> {
        if let Self::Latin1(t) = self
            && t.is_ascii()
        {
            return std::borrow::Cow::Borrowed(t);
        }
        let plain = |c: u32| {
            if c < 0x80 {
                c as u8
            } else if crate::unicode::is_space(c) {
                b' '
            } else {
                crate::unicode::decimal_value(c).map_or(b'?', |d| b'0' + d as u8)
            }
        };
        std::borrow::Cow::Owned(self.iter().map(plain).collect())
    }
}

impl<'a> From<&'a [u8]> for Text<'a> {
    fn from(t: &'a [u8]) -> Self {
        Self::Latin1(t)
    }
}

impl<'a> From<&'a [u16]> for Text<'a> {
    fn from(t: &'a [u16]) -> Self {
        Self::Ucs2(t)
    }
}

impl<'a> From<&'a [u32]> for Text<'a> {
    fn from(t: &'a [u32]) -> Self {
        Self::Ucs4(t)
    }
}

/// The part of a slice from `start` to `end`, both cut to its length.
#[inline]
pub(crate) fn cut<T>(slice: &[T], start: usize, end: usize) -> &[T] {
    let end = end.min(slice.len());
    slice.get(start.min(end)..end).unwrap_or_default()
}
