//! The format specification `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. Counterpart:
//! `parse_internal_render_format_spec`.
//!
//! Invariant: a [`Spec`] says only what the text said and the defaults of the type; whether a combination makes sense
//! is decided where it is applied, with the message of that type.

use crate::error::Error;
use crate::text::Text;
use crate::unicode;

/// Where a value stands in a field wider than it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: the padding stands between sign and digits.
    AfterSign,
}

impl Align {
    fn from_code_point(c: u32) -> Option<Self> {
        match char::from_u32(c)? {
            '<' => Some(Self::Left),
            '>' => Some(Self::Right),
            '^' => Some(Self::Center),
            '=' => Some(Self::AfterSign),
            _ => None,
        }
    }
}

/// Which sign a number that is not negative gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `-`: none.
    Minus,
    /// `+`
    Plus,
    /// A space.
    Space,
}

/// What stands between groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Grouping {
    /// The separator.
    pub fn as_char(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Underscore => '_',
        }
    }
}

/// A parsed format specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The fill character, a space unless given.
    pub fill: u32,
    /// The alignment, the type's own unless given.
    pub align: Align,
    /// The sign option.
    pub sign: Option<Sign>,
    /// `z`: a negative zero loses its sign.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least width.
    pub width: usize,
    /// `,` or `_`
    pub grouping: Option<Grouping>,
    /// The precision.
    pub precision: Option<usize>,
    /// The presentation type, a code point.
    pub kind: Option<u32>,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            fill: 0x20,
            align: Align::Right,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        }
    }
}

/// Reads an unsigned decimal number at `at`; moves behind it. `None` if there is no digit.
pub(super) fn number(text: Text<'_>, at: &mut usize) -> Result<Option<usize>, Error> {
    let mut value: Option<usize> = None;
    while let Some(digit) = text.get(*at).and_then(unicode::decimal_value) {
        let next = value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(digit as usize));
        match next.filter(|v| isize::try_from(*v).is_ok()) {
            Some(v) => value = Some(v),
            None => return Err(Error::value("Too many decimal digits in format string")),
        }
        *at += 1;
    }
    Ok(value)
}

fn both_groupings() -> Error {
    Error::value("Cannot specify both ',' and '_'.")
}

impl Spec {
    /// Parses `spec` for a value of the type called `type_name`, which aligns by itself as `default_align`.
    pub fn parse(spec: Text<'_>, type_name: &str, default_align: Align) -> Result<Self, Error> {
        let mut out = Self { align: default_align, ..Self::default() };
        let (mut at, mut fill_given, mut align_given) = (0, false, false);
        let is = |at: usize, c: char| spec.get(at) == Some(u32::from(c));
        if let (Some(fill), Some(align)) = (spec.get(0), spec.get(1).and_then(Align::from_code_point)) {
            (out.fill, out.align) = (fill, align);
            (fill_given, align_given, at) = (true, true, 2);
        } else if let Some(align) = spec.get(0).and_then(Align::from_code_point) {
            out.align = align;
            (align_given, at) = (true, 1);
        }
        out.sign = match spec.get(at).and_then(char::from_u32) {
            Some('+') => Some(Sign::Plus),
            Some('-') => Some(Sign::Minus),
            Some(' ') => Some(Sign::Space),
            _ => None,
        };
        at += usize::from(out.sign.is_some());
        if is(at, 'z') {
            out.no_negative_zero = true;
            at += 1;
        }
        if is(at, '#') {
            out.alternate = true;
            at += 1;
        }
        if !fill_given && is(at, '0') {
            out.fill = 0x30;
            if !align_given && default_align == Align::Right {
                out.align = Align::AfterSign;
            }
            at += 1;
        }
        out.width = number(spec, &mut at)?.unwrap_or(0);
        if is(at, ',') {
            out.grouping = Some(Grouping::Comma);
            at += 1;
        }
        if is(at, '_') {
            if out.grouping.is_some() {
                return Err(both_groupings());
            }
            out.grouping = Some(Grouping::Underscore);
            at += 1;
        }
        if is(at, ',') && out.grouping == Some(Grouping::Underscore) {
            return Err(both_groupings());
        }
        if is(at, '.') {
            at += 1;
            out.precision = number(spec, &mut at)?;
            if out.precision.is_none() {
                return Err(Error::value("Format specifier missing precision"));
            }
        }
        match spec.len() - at {
            0 => {}
            1 => out.kind = spec.get(at),
            _ => {
                let shown = spec.to_wtf8();
                let shown = shown.as_wtf8().to_string_lossy();
                return Err(Error::value(format!("Invalid format specifier '{shown}' for object of type '{type_name}'")));
            }
        }
        // A type that aligns to the left is a str, whose own presentation type takes no groups.
        out.check_grouping(default_align == Align::Left)?;
        Ok(out)
    }

    fn check_grouping(&self, is_str: bool) -> Result<(), Error> {
        let Some(grouping) = self.grouping else {
            return Ok(());
        };
        match self.kind.map(|c| char::from_u32(c).unwrap_or('\u{fffd}')) {
            None if is_str => Err(self.grouping_with(grouping)),
            // CPython's mark for "no type given", so that a NUL passes as one.
            None | Some('\0' | 'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if grouping == Grouping::Underscore => Ok(()),
            Some(_) => Err(self.grouping_with(grouping)),
        }
    }

    /// "Cannot specify ',' with 's'."
    pub(super) fn grouping_with(&self, grouping: Grouping) -> Error {
        let separator = grouping.as_char();
        let kind = self.kind.unwrap_or(0x73);
        match char::from_u32(kind) {
            Some(c @ '!'..='\x7f') => Error::value(format!("Cannot specify '{separator}' with '{c}'.")),
            _ => Error::value(format!("Cannot specify '{separator}' with '\\x{kind:x}'.")),
        }
    }

    /// "Unknown format code 'x' for object of type 'y'"
    pub(super) fn unknown(kind: u32, type_name: &str) -> Error {
        match char::from_u32(kind) {
            Some(c @ '!'..='\x7f') => Error::value(format!("Unknown format code '{c}' for object of type '{type_name}'")),
            _ => Error::value(format!("Unknown format code '\\x{kind:x}' for object of type '{type_name}'")),
        }
    }
}
