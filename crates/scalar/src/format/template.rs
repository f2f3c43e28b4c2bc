//! `str.format` templates: literal text and `{name!conversion:spec}`. Counterpart: `MarkupIterator_next` and
//! `FieldNameIterator_next` in `Objects/stringlib/unicode_format.h`.
//!
//! Invariant: ranges lie within the template that was given; errors come when CPython would raise them, that is after
//! the pieces before them were given.

use std::ops::Range;

use super::spec::number;
use crate::error::Error;
use crate::text::Text;

/// ValueError: a specification in a specification in a specification.
pub const TOO_DEEP: &str = "Max string recursion exceeded";

/// A replacement field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name: see [`FieldName`].
    pub name: Range<usize>,
    /// The character after `!`: `r`, `s` or `a`, see [`unknown_conversion`] for any other.
    pub conversion: Option<u32>,
    /// The specification.
    pub spec: Range<usize>,
    /// Whether the specification is a template itself.
    pub nested: bool,
}

/// Literal text, then perhaps a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text, of a doubled brace only one.
    pub literal: Range<usize>,
    /// The field.
    pub field: Option<Field>,
}

/// "Unknown conversion specifier x"
pub fn unknown_conversion(c: u32) -> Error {
    match char::from_u32(c) {
        Some(c @ '!'..='\x7e') => Error::value(format!("Unknown conversion specifier {c}")),
        _ => Error::value(format!("Unknown conversion specifier \\x{c:x}")),
    }
}

/// The pieces of a template, or of a part of one.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    text: Text<'a>,
    at: usize,
    end: usize,
}

impl<'a> Pieces<'a> {
    /// The pieces of the whole text.
    pub fn new(text: Text<'a>) -> Self {
        Self::within(text, 0..text.len())
    }

    /// The pieces of a part, such as a specification; ranges count from the start of `text`.
    pub fn within(text: Text<'a>, range: Range<usize>) -> Self {
        Self { text, at: range.start, end: range.end.min(text.len()) }
    }

    fn take(&mut self) -> Option<char> {
        if self.at >= self.end {
            return None;
        }
        let c = self.text.get(self.at)?;
        self.at += 1;
        // A surrogate is as plain as any letter here.
        Some(char::from_u32(c).unwrap_or('\u{fffd}'))
    }

    fn peek(&self) -> Option<char> {
        if self.at < self.end { self.text.get(self.at).and_then(char::from_u32) } else { None }
    }

    fn piece(&mut self) -> Result<Piece, Error> {
        let start = self.at;
        let brace = loop {
            match self.take() {
                None => {
                    return Ok(Piece { literal: start..self.at, field: None });
                }
                Some(c @ ('{' | '}')) => break c,
                Some(_) => {}
            }
        };
        if self.peek() == Some(brace) {
            let literal = start..self.at;
            self.at += 1;
            return Ok(Piece { literal, field: None });
        }
        if brace == '}' {
            return Err(Error::value("Single '}' encountered in format string"));
        }
        if self.at >= self.end {
            return Err(Error::value("Single '{' encountered in format string"));
        }
        let literal = start..self.at - 1;
        Ok(Piece { literal, field: Some(self.field()?) })
    }

    fn field(&mut self) -> Result<Field, Error> {
        let start = self.at;
        let stop = loop {
            match self.take() {
                None => return Err(Error::value("expected '}' before end of string")),
                Some('{') => return Err(Error::value("unexpected '{' in field name")),
                // Anything may stand in brackets.
                Some('[') => {
                    while self.peek().is_some_and(|c| c != ']') || (self.at < self.end && self.peek().is_none()) {
                        self.at += 1;
                    }
                }
                Some(c @ ('}' | ':' | '!')) => break c,
                Some(_) => {}
            }
        };
        let mut field = Field { name: start..self.at - 1, conversion: None, spec: self.at..self.at, nested: false };
        if stop == '}' {
            return Ok(field);
        }
        if stop == '!' {
            field.conversion = if self.at < self.end { self.text.get(self.at) } else { None };
            if field.conversion.is_none() {
                return Err(Error::value("end of string while looking for conversion specifier"));
            }
            self.at += 1;
            match self.take() {
                Some('}') => {
                    field.spec = self.at..self.at;
                    return Ok(field);
                }
                Some(':') | None => {}
                Some(_) => return Err(Error::value("expected ':' after conversion specifier")),
            }
        }
        let start = self.at;
        let mut depth = 1_usize;
        loop {
            match self.take() {
                None => return Err(Error::value("unmatched '{' in format spec")),
                Some('{') => {
                    field.nested = true;
                    depth += 1;
                }
                Some('}') => {
                    depth -= 1;
                    if depth == 0 {
                        field.spec = start..self.at - 1;
                        return Ok(field);
                    }
                }
                Some(_) => {}
            }
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Result<Piece, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.at = self.end;
        }
        Some(piece)
    }
}

/// What a field's name begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// Nothing: the next positional argument.
    Auto,
    /// A positional argument.
    Index(usize),
    /// A keyword argument.
    Name(Range<usize>),
}

/// What follows the beginning of a field's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`
    Attribute(Range<usize>),
    /// `[3]`
    Index(usize),
    /// `[key]`
    Key(Range<usize>),
}

/// A field's name taken apart: `first`, then the steps by iteration.
#[derive(Clone, Debug)]
pub struct FieldName<'a> {
    text: Text<'a>,
    at: usize,
    end: usize,
    /// The beginning.
    pub first: First,
}

fn whole_number(text: Text<'_>, range: &Range<usize>) -> Result<Option<usize>, Error> {
    let part = text.slice(range.start, range.end);
    let mut at = 0;
    let value = number(part, &mut at)?;
    Ok(value.filter(|_| at == part.len()))
}

impl<'a> FieldName<'a> {
    /// Takes apart the name at `range`.
    pub fn new(text: Text<'a>, range: Range<usize>) -> Result<Self, Error> {
        let end = range.end.min(text.len());
        let mut at = range.start;
        while at < end && !matches!(text.get(at), Some(0x2e | 0x5b)) {
            at += 1;
        }
        let name = range.start..at;
        let first = match whole_number(text, &name)? {
            Some(index) => First::Index(index),
            None if name.is_empty() => First::Auto,
            None => First::Name(name),
        };
        Ok(Self { text, at, end, first })
    }

    fn step(&mut self) -> Result<Step, Error> {
        let kind = self.text.get(self.at);
        self.at += 1;
        let start = self.at;
        let step = match kind {
            Some(0x2e) => {
                while self.at < self.end && !matches!(self.text.get(self.at), Some(0x2e | 0x5b)) {
                    self.at += 1;
                }
                Step::Attribute(start..self.at)
            }
            Some(0x5b) => {
                while self.at < self.end && self.text.get(self.at) != Some(0x5d) {
                    self.at += 1;
                }
                if self.at >= self.end {
                    return Err(Error::value("Missing ']' in format string"));
                }
                let key = start..self.at;
                self.at += 1;
                match whole_number(self.text, &key)? {
                    Some(index) => Step::Index(index),
                    None => Step::Key(key),
                }
            }
            _ => {
                return Err(Error::value("Only '.' or '[' may follow ']' in format field specifier"));
            }
        };
        match &step {
            Step::Attribute(range) | Step::Key(range) if range.is_empty() => Err(Error::value("Empty attribute in format string")),
            Step::Attribute(_) | Step::Key(_) | Step::Index(_) => Ok(step),
        }
    }
}

impl Iterator for FieldName<'_> {
    type Item = Result<Step, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let step = self.step();
        if step.is_err() {
            self.at = self.end;
        }
        Some(step)
    }
}

/// Numbers the fields that have no name; a template does that for all or for none.
#[derive(Clone, Copy, Debug, Default)]
pub struct AutoNumber {
    next: usize,
    manual: Option<bool>,
}

impl AutoNumber {
    /// The positional argument that a name begins with; `None` for a keyword argument.
    pub fn index(&mut self, first: &First) -> Result<Option<usize>, Error> {
        let (manual, index) = match first {
            First::Name(_) => return Ok(None),
            First::Auto => (false, self.next),
            First::Index(index) => (true, *index),
        };
        match *self.manual.get_or_insert(manual) {
            true if !manual => Err(Error::value("cannot switch from manual field specification to automatic field numbering")),
            false if manual => Err(Error::value("cannot switch from automatic field numbering to manual field specification")),
            _ => {
                self.next += usize::from(!manual);
                Ok(Some(index))
            }
        }
    }
}
