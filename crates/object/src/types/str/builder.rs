//! Text under construction: grows, and widens its units when a code point asks for it.
//!
//! CPython counterpart: `_PyUnicodeWriter`. Invariant: `bits` covers every code point in the buffer, so the finished string gets its
//! narrowest kind without another look at wide data. A builder is a temporary of one call; short texts stay on the native stack.

use minipy_scalar::text::Wtf8;
use smallvec::SmallVec;

use super::storage::{Data, Kind, Str, code, with_units};
use crate::header::Obj;
use crate::pyref::Py;
use crate::state::{PyResult, ThreadState};

enum Units {
    One(SmallVec<[u8; 96]>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

/// Text under construction.
pub struct StrBuilder {
    units: Units,
    bits: u32,
    /// The first string, as long as nothing else was added: alone it is the result itself, as in CPython.
    lone: Option<Py<Str>>,
    touched: bool,
}

impl Default for StrBuilder {
    fn default() -> StrBuilder {
        StrBuilder::new()
    }
}

impl StrBuilder {
    /// Nothing yet.
    #[inline]
    pub fn new() -> StrBuilder {
        StrBuilder { units: Units::One(SmallVec::new()), bits: 0, lone: None, touched: false }
    }

    /// How many code points there are.
    pub fn len(&self) -> usize {
        if let Some(lone) = &self.lone {
            return lone.len();
        }
        match &self.units {
            Units::One(units) => units.len(),
            Units::Two(units) => units.len(),
            Units::Four(units) => units.len(),
        }
    }

    /// Whether there is nothing yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Make room for `more` code points of the present width.
    pub fn reserve(&mut self, ts: &ThreadState, more: usize) -> PyResult<()> {
        let room = match &mut self.units {
            Units::One(units) => units.try_reserve(more).is_ok(),
            Units::Two(units) => units.try_reserve(more).is_ok(),
            Units::Four(units) => units.try_reserve(more).is_ok(),
        };
        if room { Ok(()) } else { Err(ts.no_memory()) }
    }

    /// Widen to what `bits` needs, and make room for `more`.
    fn prepare(&mut self, ts: &ThreadState, bits: u32, more: usize) -> PyResult<()> {
        self.touched = true;
        if let Some(lone) = self.lone.take() {
            self.push_data(ts, lone.data())?;
        }
        let bits = self.bits | bits;
        let wide = match (Kind::of_bits(bits), &self.units) {
            (Kind::Ascii | Kind::Latin1, _) | (Kind::Ucs2, Units::Two(_) | Units::Four(_)) | (Kind::Ucs4, Units::Four(_)) => None,
            (Kind::Ucs2, Units::One(units)) => {
                let mut wide = Vec::new();
                wide.try_reserve(units.len().saturating_add(more)).map_err(|_| ts.no_memory())?;
                wide.extend(units.iter().map(|&unit| u16::from(unit)));
                Some(Units::Two(wide))
            }
            (Kind::Ucs4, Units::One(_) | Units::Two(_)) => {
                let mut wide = Vec::new();
                wide.try_reserve(self.len().saturating_add(more)).map_err(|_| ts.no_memory())?;
                wide.extend(self.data().chars());
                Some(Units::Four(wide))
            }
        };
        if let Some(wide) = wide {
            self.units = wide;
        }
        self.reserve(ts, more)?;
        self.bits = bits;
        Ok(())
    }

    /// What is there so far.
    pub fn data(&self) -> Data<'_> {
        if let Some(lone) = &self.lone {
            return lone.data();
        }
        match &self.units {
            Units::One(units) if self.bits < 0x80 => Data::Ascii(units),
            Units::One(units) => Data::Latin1(units),
            Units::Two(units) => Data::Ucs2(units),
            Units::Four(units) => Data::Ucs4(units),
        }
    }

    /// Add data of any kind.
    pub fn push_data(&mut self, ts: &ThreadState, data: Data<'_>) -> PyResult<()> {
        self.prepare(ts, data.bits(), data.len())?;
        match (&mut self.units, data) {
            (Units::One(to), Data::Ascii(from) | Data::Latin1(from)) => to.extend_from_slice(from),
            (Units::One(to), data) => to.extend(data.chars().map(|code| code as u8)),
            (Units::Two(to), Data::Ucs2(from)) => to.extend_from_slice(from),
            (Units::Two(to), data) => with_units!(data, from => to.extend(from.iter().map(|&unit| code(unit) as u16))),
            (Units::Four(to), Data::Ucs4(from)) => to.extend_from_slice(from),
            (Units::Four(to), data) => with_units!(data, from => to.extend(from.iter().copied().map(code))),
        }
        Ok(())
    }

    /// Add a string.
    #[inline]
    pub fn push(&mut self, ts: &ThreadState, text: &Obj<Str>) -> PyResult<()> {
        if !self.touched && text.as_object().is_exact::<Str>() {
            self.touched = true;
            self.lone = Some(text.to_py());
            return Ok(());
        }
        self.push_data(ts, text.data())
    }

    /// Add Rust text.
    pub fn push_str(&mut self, ts: &ThreadState, text: &str) -> PyResult<()> {
        if text.is_ascii() {
            return self.push_data(ts, Data::Ascii(text.as_bytes()));
        }
        text.chars().try_for_each(|c| self.push_char(ts, u32::from(c)))
    }

    /// Add text that may hold surrogates.
    pub fn push_wtf8(&mut self, ts: &ThreadState, text: Wtf8<'_>) -> PyResult<()> {
        match text.as_str() {
            Some(text) => self.push_str(ts, text),
            None => text.code_points().try_for_each(|code| self.push_char(ts, code)),
        }
    }

    /// Add one code point.
    #[inline]
    pub fn push_char(&mut self, ts: &ThreadState, code: u32) -> PyResult<()> {
        self.push_fill(ts, code, 1)
    }

    /// Add one code point `count` times.
    pub fn push_fill(&mut self, ts: &ThreadState, code: u32, count: usize) -> PyResult<()> {
        self.prepare(ts, code, count)?;
        match &mut self.units {
            Units::One(units) => units.resize(units.len() + count, code as u8),
            Units::Two(units) => units.resize(units.len() + count, code as u16),
            Units::Four(units) => units.resize(units.len() + count, code),
        }
        Ok(())
    }

    /// The string.
    pub fn finish(self, ts: &ThreadState) -> PyResult<Py<Str>> {
        match self.lone {
            Some(lone) => Ok(lone),
            None => Str::from_data(ts, self.data()),
        }
    }
}
