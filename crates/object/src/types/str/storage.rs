//! How a str lies in memory: the four kinds, the inline data, making, growing and viewing it.
//!
//! CPython counterpart: the storage half of `Objects/unicodeobject.c` (PEP 393) and `Include/cpython/unicodeobject.h`.
//! Invariants: the kind is the narrowest that holds every code point, so two equal strings have the same kind; behind the data lies
//! one zero unit; contents never change once the object is seen by anybody, with one exception: [`Str::append_in_place`], whose
//! caller owns the only reference. Sizes are CPython's: 40 bytes before ASCII data, 56 before the others (there CPython keeps a cached
//! UTF-8 form; here those 16 bytes stay unused).
#![expect(unsafe_code, reason = "reads and fills the inline data of str objects, on the word of L1")]

use std::cell::Cell;
use std::cmp::Ordering;
use std::ptr::NonNull;

use minipy_scalar::text::{CodeUnit, Text};

use crate::alloc::{new_with_tail, object_note};
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Py, PyRef, Visit};
use crate::state::{PyResult, ThreadState, with_current};
use crate::typedef::{Body, Payload};

/// The width and range of a string's code points.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Kind {
    /// Each below U+0080, one byte each: the data is UTF-8 too.
    #[default]
    Ascii = 0,
    /// At least one from U+0080 up, each below U+0100, one byte each.
    Latin1 = 1,
    /// At least one from U+0100 up, each below U+10000, two bytes each.
    Ucs2 = 2,
    /// At least one from U+10000 up, four bytes each.
    Ucs4 = 3,
}

impl Kind {
    /// The kind that a string has whose code points, combined by bitwise or, give `bits`.
    #[inline(always)]
    pub fn of_bits(bits: u32) -> Kind {
        match bits {
            0..0x80 => Kind::Ascii,
            0x80..0x100 => Kind::Latin1,
            0x100..0x1_0000 => Kind::Ucs2,
            0x1_0000.. => Kind::Ucs4,
        }
    }

    /// Bytes of one code point.
    #[inline(always)]
    pub fn unit_size(self) -> usize {
        match self {
            Kind::Ascii | Kind::Latin1 => 1,
            Kind::Ucs2 => 2,
            Kind::Ucs4 => 4,
        }
    }

    /// Bytes between the body and the data.
    #[inline(always)]
    fn gap(self) -> usize {
        match self {
            Kind::Ascii => 0,
            Kind::Latin1 | Kind::Ucs2 | Kind::Ucs4 => 16,
        }
    }

    /// Bytes behind the body for `len` code points and the zero unit.
    #[inline(always)]
    fn tail_bytes(self, len: usize) -> Option<usize> {
        len.checked_add(1)?.checked_mul(self.unit_size())?.checked_add(self.gap())
    }
}

/// A code unit of the data: one code point each.
pub trait Unit: CodeUnit + Default {
    /// The low bits of a code point: lossless where the kind was computed from it.
    fn truncate(code: u32) -> Self;
}
impl Unit for u8 {
    #[inline(always)]
    fn truncate(code: u32) -> u8 {
        code as u8
    }
}
impl Unit for u16 {
    #[inline(always)]
    fn truncate(code: u32) -> u16 {
        code as u16
    }
}
impl Unit for u32 {
    #[inline(always)]
    fn truncate(code: u32) -> u32 {
        code
    }
}

/// The data of a string, borrowed.
#[derive(Clone, Copy, Debug)]
pub enum Data<'a> {
    /// Each byte below 0x80.
    Ascii(&'a [u8]),
    /// Latin-1.
    Latin1(&'a [u8]),
    /// The Basic Multilingual Plane, surrogates included.
    Ucs2(&'a [u16]),
    /// Any code point.
    Ucs4(&'a [u32]),
}

/// Run the same generic code on whatever units the data has.
macro_rules! with_units {
    ($data:expr, $units:ident => $body:expr) => {
        match $data {
            $crate::types::str::Data::Ascii($units) | $crate::types::str::Data::Latin1($units) => $body,
            $crate::types::str::Data::Ucs2($units) => $body,
            $crate::types::str::Data::Ucs4($units) => $body,
        }
    };
}
pub(crate) use with_units;

impl<'a> Data<'a> {
    /// How many code points.
    #[inline]
    pub fn len(self) -> usize {
        with_units!(self, units => units.len())
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The code point at `index`.
    #[inline]
    pub fn get(self, index: usize) -> Option<u32> {
        with_units!(self, units => units.get(index).copied().map(code))
    }

    /// The part from `start` up to `stop`, both cut to the length. An ASCII or wider claim about the whole stays true for what the
    /// variant promises, but the part may fit a narrower kind.
    #[inline]
    pub fn slice(self, start: usize, stop: usize) -> Data<'a> {
        fn cut<U>(units: &[U], start: usize, stop: usize) -> &[U] {
            let stop = stop.min(units.len());
            units.get(start.min(stop)..stop).unwrap_or(&[])
        }
        match self {
            Data::Ascii(units) => Data::Ascii(cut(units, start, stop)),
            Data::Latin1(units) => Data::Latin1(cut(units, start, stop)),
            Data::Ucs2(units) => Data::Ucs2(cut(units, start, stop)),
            Data::Ucs4(units) => Data::Ucs4(cut(units, start, stop)),
        }
    }

    /// The same data as `scalar` wants it.
    #[inline]
    pub fn text(self) -> Text<'a> {
        match self {
            Data::Ascii(units) | Data::Latin1(units) => Text::Latin1(units),
            Data::Ucs2(units) => Text::Ucs2(units),
            Data::Ucs4(units) => Text::Ucs4(units),
        }
    }

    /// The code points in order.
    #[inline]
    pub fn chars(self) -> Chars<'a> {
        Chars { data: self, at: 0, end: self.len() }
    }

    /// All code points combined by bitwise or, which tells the narrowest kind.
    pub fn bits(self) -> u32 {
        match self {
            Data::Ascii(_) => 0,
            Data::Latin1(units) => u32::from(!units.is_ascii()) << 7,
            Data::Ucs2(units) => bits_of(units),
            Data::Ucs4(units) => bits_of(units),
        }
    }

    /// Whether the code points are the same, whatever the variants.
    pub fn equals(self, other: Data<'_>) -> bool {
        match (self, other) {
            (Data::Ascii(a) | Data::Latin1(a), Data::Ascii(b) | Data::Latin1(b)) => a == b,
            (Data::Ucs2(a), Data::Ucs2(b)) => a == b,
            (Data::Ucs4(a), Data::Ucs4(b)) => a == b,
            _ => self.len() == other.len() && self.chars().eq(other.chars()),
        }
    }
}

/// The code point that a unit is.
#[inline(always)]
pub(crate) fn code<U: CodeUnit>(unit: U) -> u32 {
    unit.into()
}

/// The bitwise or of all units.
#[inline]
pub fn bits_of<U: Unit>(units: &[U]) -> u32 {
    units.iter().fold(0, |bits, &unit| bits | unit.into())
}

/// The code points of a string in order; also from its end.
#[derive(Clone, Debug)]
pub struct Chars<'a> {
    data: Data<'a>,
    at: usize,
    end: usize,
}

impl Iterator for Chars<'_> {
    type Item = u32;
    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.at >= self.end {
            return None;
        }
        let code = self.data.get(self.at);
        self.at += 1;
        code
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end.saturating_sub(self.at);
        (left, Some(left))
    }
}
impl DoubleEndedIterator for Chars<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        if self.at >= self.end {
            return None;
        }
        self.end -= 1;
        self.data.get(self.end)
    }
}
impl ExactSizeIterator for Chars<'_> {}

/// The body of a str object. The data follows it.
#[repr(C)]
pub struct Str {
    length: Cell<usize>,
    /// -1 while unknown, as CPython.
    hash: Cell<i64>,
    kind: Kind,
    interned: Cell<Interned>,
    /// Where the data begins, counted from the header: behind the words of `__slots__` and the gap.
    offset: u32,
}

const _: () = assert!(size_of::<Obj<Str>>() == 40);

/// Who must be told of a string's death.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Interned {
    /// Nobody.
    No,
    /// The table of interned strings.
    Yes,
    /// The table, and the cache of what types have under that name.
    Cached,
}

impl Body for Str {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
    fn tail_bytes(&self) -> usize {
        self.kind.tail_bytes(self.length.get()).unwrap_or(0)
    }
}

impl Drop for Str {
    #[inline]
    fn drop(&mut self) {
        if self.interned.get() != Interned::No {
            forget_interned(self);
        }
    }
}

/// The table does not own its strings: the last holder's drop takes the entry out.
#[cold]
#[inline(never)]
fn forget_interned(body: &Str) {
    let address = std::ptr::from_ref(body).addr();
    // Without a thread state the interpreter is gone and its table with it.
    let _ = with_current(|ts| {
        ts.interp().interned.forget(address, body.hash.get());
        if body.interned.get() == Interned::Cached {
            ts.interp().type_cache.forget(address - size_of::<PyObject>());
        }
    });
}

/// A string of `len` units in `ty`, whose data `fill` writes.
///
/// # Safety
/// L1: `ty` is str or derives from it. `fill` initialises `len` units, which fit `kind` and no narrower kind; `U` has the size of
/// `kind`'s units; it runs no Python code.
#[inline]
unsafe fn alloc<U: Unit>(ts: &ThreadState, ty: &PyType, kind: Kind, len: usize, fill: impl FnOnce(*mut U)) -> PyResult<Py<Str>> {
    debug_assert_eq!(size_of::<U>(), kind.unit_size());
    let Some(tail) = kind.tail_bytes(len).filter(|&tail| tail < isize::MAX as usize / 2) else {
        return Err(ts.no_memory());
    };
    let offset = (ty.tp_basicsize.get() + kind.gap()) as u32;
    let body = Str { length: Cell::new(len), hash: Cell::new(-1), kind, interned: Cell::new(Interned::No), offset };
    // SAFETY: L1: promised by the caller; the tail is the gap, `len` units and the zero unit. The data is aligned: the basic size and
    // the gap are multiples of 8.
    unsafe {
        new_with_tail(ts, ty, body, tail, |start| {
            let data = start.add(kind.gap()).cast::<U>();
            fill(data);
            data.add(len).write(U::default());
        })
    }
}

/// Copy units into a wider (or, where they are known to fit, narrower) place.
///
/// # Safety
/// `to` has room for as many units and does not overlap `from`.
#[inline]
unsafe fn copy_units<S: Unit, D: Unit>(from: &[S], to: *mut D) {
    for (i, &unit) in from.iter().enumerate() {
        // SAFETY: promised by the caller.
        unsafe { to.add(i).write(D::truncate(unit.into())) };
    }
}

/// The same for data of any kind.
///
/// # Safety
/// As for `copy_units`.
#[inline]
unsafe fn copy_data<D: Unit>(from: Data<'_>, to: *mut D) {
    // SAFETY: promised by the caller; units of the same size are copied as they lie.
    unsafe {
        match from {
            Data::Ascii(units) | Data::Latin1(units) if size_of::<D>() == 1 => {
                to.cast::<u8>().copy_from_nonoverlapping(units.as_ptr(), units.len());
            }
            Data::Ascii(units) | Data::Latin1(units) => copy_units(units, to),
            Data::Ucs2(units) if size_of::<D>() == 2 => to.cast::<u16>().copy_from_nonoverlapping(units.as_ptr(), units.len()),
            Data::Ucs2(units) => copy_units(units, to),
            Data::Ucs4(units) if size_of::<D>() == 4 => to.cast::<u32>().copy_from_nonoverlapping(units.as_ptr(), units.len()),
            Data::Ucs4(units) => copy_units(units, to),
        }
    }
}

/// A string of `kind` and `len`, filled by copying `parts` one behind the other. No singletons.
///
/// # Safety
/// L1: `ty` is str or derives from it. The parts together have `len` units, and `kind` is their narrowest kind.
unsafe fn alloc_parts<'a>(
    ts: &ThreadState,
    ty: &PyType,
    kind: Kind,
    len: usize,
    parts: impl Iterator<Item = Data<'a>>,
) -> PyResult<Py<Str>> {
    /// # Safety
    /// As for `alloc_parts`; `to` has room for all of them.
    unsafe fn fill<'a, U: Unit>(mut to: *mut U, parts: impl Iterator<Item = Data<'a>>) {
        for part in parts {
            // SAFETY: promised by the caller.
            unsafe {
                copy_data(part, to);
                to = to.add(part.len());
            }
        }
    }
    // SAFETY: promised by the caller.
    unsafe {
        match kind {
            Kind::Ascii | Kind::Latin1 => alloc::<u8>(ts, ty, kind, len, |to| fill(to, parts)),
            Kind::Ucs2 => alloc::<u16>(ts, ty, kind, len, |to| fill(to, parts)),
            Kind::Ucs4 => alloc::<u32>(ts, ty, kind, len, |to| fill(to, parts)),
        }
    }
}

impl Str {
    /// A new object with this data, in `ty` (str or derived from it, else SystemError), even where a shared object exists. For the
    /// makers of the shared objects and of instances of subclasses.
    pub fn new_in(ts: &ThreadState, ty: &PyType, data: Data<'_>) -> PyResult<Py<Str>> {
        if !std::ptr::eq(ty.def(), Str::DEF) && !ty.derives_from_def(Str::DEF) {
            return Err(ts.system_error("a str was asked of a type with another layout"));
        }
        // SAFETY: L1, just checked; one part, whose narrowest kind is computed from it.
        unsafe { alloc_parts(ts, ty, Kind::of_bits(data.bits()), data.len(), std::iter::once(data)) }
    }

    /// The string with this data: the shared object if it is empty or one Latin-1 character. The data may fit a narrower kind.
    #[inline]
    pub fn from_data(ts: &ThreadState, data: Data<'_>) -> PyResult<Py<Str>> {
        if data.len() < 2 {
            return Str::short(ts, data.get(0));
        }
        // SAFETY: L1: the exact type; one part, whose narrowest kind is computed from it.
        unsafe { alloc_parts(ts, Str::type_object(ts), Kind::of_bits(data.bits()), data.len(), std::iter::once(data)) }
    }

    /// The string of no or one character.
    #[inline]
    fn short(ts: &ThreadState, code: Option<u32>) -> PyResult<Py<Str>> {
        let shared = &ts.singletons().strs;
        match code {
            None => Ok(shared.empty.clone()),
            Some(code) => match shared.latin1.get(code as usize) {
                Some(one) => Ok(one.clone()),
                None => {
                    let kind = Kind::of_bits(code);
                    // SAFETY: L1: the exact type; the code point fits the kind computed from it.
                    unsafe { alloc_parts(ts, Str::type_object(ts), kind, 1, std::iter::once(Data::Ucs4(&[code]))) }
                }
            },
        }
    }

    /// The one-character string of a code point.
    #[inline]
    pub fn from_char(ts: &ThreadState, code: u32) -> PyResult<Py<Str>> {
        Str::short(ts, Some(code))
    }

    /// The empty string.
    #[inline]
    pub fn empty(ts: &ThreadState) -> Py<Str> {
        ts.singletons().strs.empty.clone()
    }

    /// The string with this text.
    pub fn new(ts: &ThreadState, text: &str) -> PyResult<Py<Str>> {
        if text.is_ascii() {
            return Str::from_data(ts, Data::Ascii(text.as_bytes()));
        }
        let (len, bits) = text.chars().fold((0_usize, 0), |(len, bits), c| (len + 1, bits | u32::from(c)));
        if len < 2 {
            return Str::short(ts, text.chars().next().map(u32::from));
        }
        Str::from_iter_sized(ts, Kind::of_bits(bits), len, text.chars().map(u32::from))
    }

    /// A string of exactly `len` code points, which the iterator gives and whose narrowest kind is `kind` (checked: where the iterator
    /// does not keep its word, SystemError).
    pub(crate) fn from_iter_sized(ts: &ThreadState, kind: Kind, len: usize, codes: impl Iterator<Item = u32>) -> PyResult<Py<Str>> {
        /// Fill `len` units and tell the bits seen. Safety: `to` has room for `len` units.
        unsafe fn fill<U: Unit>(to: *mut U, len: usize, mut codes: impl Iterator<Item = u32>) -> (u32, bool) {
            let mut bits = 0;
            let mut whole = true;
            for i in 0..len {
                let code = codes.next().unwrap_or_else(|| {
                    whole = false;
                    0
                });
                bits |= code;
                // SAFETY: promised by the caller.
                unsafe { to.add(i).write(U::truncate(code)) };
            }
            (bits, whole)
        }
        let mut seen = (0, true);
        let ty = Str::type_object(ts);
        // SAFETY: L1: the exact type; each unit is initialised; whether they fit is checked below, before anybody sees the object.
        let made = unsafe {
            match kind {
                Kind::Ascii | Kind::Latin1 => alloc::<u8>(ts, ty, kind, len, |to| seen = fill(to, len, codes)),
                Kind::Ucs2 => alloc::<u16>(ts, ty, kind, len, |to| seen = fill(to, len, codes)),
                Kind::Ucs4 => alloc::<u32>(ts, ty, kind, len, |to| seen = fill(to, len, codes)),
            }
        }?;
        if seen.1 && Kind::of_bits(seen.0) == kind { Ok(made) } else { Err(ts.system_error("a str was made with a wrong kind")) }
    }

    /// `left + right` as a new string (or one of them, where the other is empty and it is an exact str).
    pub fn concat(ts: &ThreadState, left: &Obj<Str>, right: &Obj<Str>) -> PyResult<Py<Str>> {
        if left.is_empty() {
            return right.to_exact(ts);
        }
        if right.is_empty() {
            return left.to_exact(ts);
        }
        let (a, b) = (left.data(), right.data());
        let Some(len) = a.len().checked_add(b.len()) else { return Err(ts.overflow_error("strings are too large to concat")) };
        // SAFETY: L1: the exact type; the kind of the whole is the wider one of the parts.
        unsafe { alloc_parts(ts, Str::type_object(ts), left.kind.max(right.kind), len, [a, b].into_iter()) }
    }

    /// All parts one behind the other. BUILD_STRING and join end here. Each part must be a str.
    pub fn concat_all<'a, I>(ts: &ThreadState, parts: I) -> PyResult<Py<Str>>
    where
        I: Iterator<Item = &'a Obj<Str>> + Clone,
    {
        let mut kind = Kind::Ascii;
        let mut len = 0_usize;
        for part in parts.clone() {
            kind = kind.max(part.kind);
            let Some(more) = len.checked_add(part.len()) else {
                return Err(ts.overflow_error("join() result is too long for a Python string"));
            };
            len = more;
        }
        if len < 2 {
            return Str::short(ts, parts.flat_map(|part| part.data().chars()).next());
        }
        // SAFETY: L1: the exact type; length and kind were just computed from the same parts, which cannot change.
        unsafe { alloc_parts(ts, Str::type_object(ts), kind, len, parts.map(|part| part.data())) }
    }

    /// All parts one behind the other, where they are data rather than objects.
    pub(crate) fn from_parts<'a>(ts: &ThreadState, parts: impl Iterator<Item = Data<'a>> + Clone) -> PyResult<Py<Str>> {
        let mut bits = 0;
        let mut len = 0_usize;
        for part in parts.clone() {
            bits |= part.bits();
            let Some(more) = len.checked_add(part.len()) else { return Err(ts.no_memory()) };
            len = more;
        }
        if len < 2 {
            return Str::short(ts, parts.flat_map(Data::chars).next());
        }
        // SAFETY: L1: the exact type; length and kind were just computed from the same parts.
        unsafe { alloc_parts(ts, Str::type_object(ts), Kind::of_bits(bits), len, parts) }
    }

    /// The items, each of which is a str (SystemError else), with the separator between them. Sized once, then copied.
    pub(crate) fn join_checked(ts: &ThreadState, separator: &Obj<Str>, items: &[PyRef]) -> PyResult<Py<Str>> {
        let mut kind = Kind::Ascii;
        let mut len = separator.len().checked_mul(items.len().saturating_sub(1));
        if items.len() > 1 && !separator.is_empty() {
            kind = separator.kind;
        }
        for item in items {
            let Some(text) = item.downcast::<Str>() else { return Err(ts.system_error("join was given another object")) };
            kind = kind.max(text.kind);
            len = len.and_then(|len| len.checked_add(text.len()));
        }
        let Some(len) = len.filter(|&len| len <= isize::MAX as usize) else {
            return Err(ts.overflow_error("join() result is too long for a Python string"));
        };
        if len < 2 {
            let first = items.iter().filter_map(|item| item.downcast::<Str>()).find_map(|text| text.data().get(0));
            return Str::short(ts, first.or(separator.data().get(0)).filter(|_| len == 1));
        }
        /// Safety: `to` has room for all items and the separators between them.
        unsafe fn put<U: Unit>(mut to: *mut U, between: Data<'_>, items: &[PyRef]) {
            let texts = items.iter().filter_map(|item| item.downcast::<Str>());
            for (i, text) in texts.enumerate() {
                // SAFETY: promised by the caller.
                unsafe {
                    if i > 0 {
                        copy_data(between, to);
                        to = to.add(between.len());
                    }
                    copy_data(text.data(), to);
                    to = to.add(text.len());
                }
            }
        }
        let (ty, between) = (Str::type_object(ts), separator.data());
        // SAFETY: L1: the exact type; length and kind were just computed from the same parts, which cannot change.
        unsafe {
            match kind {
                Kind::Ascii | Kind::Latin1 => alloc::<u8>(ts, ty, kind, len, |to| put(to, between, items)),
                Kind::Ucs2 => alloc::<u16>(ts, ty, kind, len, |to| put(to, between, items)),
                Kind::Ucs4 => alloc::<u32>(ts, ty, kind, len, |to| put(to, between, items)),
            }
        }
    }

    /// `text` with `left` and `right` times `fill` around it; the sum of the lengths fits an `isize`.
    pub(crate) fn padded(ts: &ThreadState, text: &Obj<Str>, left: usize, right: usize, fill: u32) -> PyResult<Py<Str>> {
        let fill_kind = if left + right == 0 { Kind::Ascii } else { Kind::of_bits(fill) };
        let kind = text.kind.max(fill_kind);
        let len = left.saturating_add(right).saturating_add(text.len());
        if len < 2 {
            return Str::short(ts, if text.is_empty() { Some(fill).filter(|_| len == 1) } else { text.data().get(0) });
        }
        /// Safety: `to` has room for the three parts.
        unsafe fn put<U: Unit>(to: *mut U, text: Data<'_>, left: usize, right: usize, fill: u32) {
            let fill = U::truncate(fill);
            // SAFETY: promised by the caller.
            unsafe {
                for i in 0..left {
                    to.add(i).write(fill);
                }
                copy_data(text, to.add(left));
                let rest = to.add(left + text.len());
                for i in 0..right {
                    rest.add(i).write(fill);
                }
            }
        }
        let (ty, data) = (Str::type_object(ts), text.data());
        // SAFETY: L1: the exact type; the kind is the wider one of the text's and the fill's.
        unsafe {
            match kind {
                Kind::Ascii | Kind::Latin1 => alloc::<u8>(ts, ty, kind, len, |to| put(to, data, left, right, fill)),
                Kind::Ucs2 => alloc::<u16>(ts, ty, kind, len, |to| put(to, data, left, right, fill)),
                Kind::Ucs4 => alloc::<u32>(ts, ty, kind, len, |to| put(to, data, left, right, fill)),
            }
        }
    }

    /// The ASCII string whose bytes are `map` of these ASCII bytes, in one pass.
    pub(crate) fn map_ascii(ts: &ThreadState, units: &[u8], map: impl Fn(u8) -> u8) -> PyResult<Py<Str>> {
        if units.len() < 2 {
            return Str::short(ts, units.first().map(|&unit| u32::from(map(unit) & 0x7f)));
        }
        // SAFETY: L1: the exact type; `units.len()` bytes are written, each below 0x80.
        unsafe {
            alloc::<u8>(ts, Str::type_object(ts), Kind::Ascii, units.len(), |to| {
                for (i, &unit) in units.iter().enumerate() {
                    to.add(i).write(map(unit) & 0x7f);
                }
            })
        }
    }

    /// `text * count` for a count of at least 1.
    pub fn repeat(ts: &ThreadState, text: &Obj<Str>, count: usize) -> PyResult<Py<Str>> {
        let data = text.data();
        let Some(len) = data.len().checked_mul(count).filter(|&len| len <= isize::MAX as usize) else {
            return Err(ts.overflow_error("repeated string is too long"));
        };
        if len < 2 {
            return Str::short(ts, data.get(0).filter(|_| len != 0));
        }
        /// Write the units once, then double what is there. Safety: `to` has room for `units.len() * count`, which is not 0.
        unsafe fn fill<U: Unit>(to: *mut U, units: &[U], count: usize) {
            let len = units.len() * count;
            // SAFETY: promised by the caller; source and target of each copy lie one behind the other.
            unsafe {
                to.copy_from_nonoverlapping(units.as_ptr(), units.len());
                let mut done = units.len();
                while done < len {
                    let more = done.min(len - done);
                    to.add(done).copy_from_nonoverlapping(to, more);
                    done += more;
                }
            }
        }
        let ty = Str::type_object(ts);
        // SAFETY: L1: the exact type; repeating keeps the kind.
        unsafe {
            match data {
                Data::Ascii(units) | Data::Latin1(units) => alloc(ts, ty, text.kind, len, |to| fill(to, units, count)),
                Data::Ucs2(units) => alloc(ts, ty, text.kind, len, |to| fill(to, units, count)),
                Data::Ucs4(units) => alloc(ts, ty, text.kind, len, |to| fill(to, units, count)),
            }
        }
    }

    /// `left + right`, growing `left`'s block where the caller's is the only reference to it, so that building a string by `+=` is not
    /// quadratic. CPython: `unicode_append`.
    pub fn append_in_place(ts: &ThreadState, left: Py<Str>, right: &Obj<Str>) -> PyResult<Py<Str>> {
        if right.is_empty() && left.as_object().is_exact::<Str>() {
            return Ok(left);
        }
        let (old_len, more) = (left.len(), right.len());
        let fits = left.as_object().ob_refcnt() == 1
            && !left.is_interned()
            && right.kind <= left.kind
            && old_len >= 2
            && left.as_object().is_exact::<Str>()
            && !std::ptr::eq(&raw const **left, &raw const **right);
        if !fits {
            return Str::concat(ts, &left, right);
        }
        let kind = left.kind;
        let sizes = old_len.checked_add(more).and_then(|len| Some((len, kind.tail_bytes(old_len)?, kind.tail_bytes(len)?)));
        let Some((len, old_tail, tail)) = sizes.filter(|&(_, _, tail)| tail < isize::MAX as usize / 2) else {
            return Err(ts.overflow_error("strings are too large to concat"));
        };
        let base = size_of::<Obj<Str>>();
        let owned = left.into_ref().into_raw();
        // SAFETY: R1: `owned` is the only reference, so nobody else can see the object move. An exact str has no pre-header (it is not
        // collected) and no `__slots__`: its block begins at the header and is `base + tail` long, as `new_with_tail` computed it.
        let moved = unsafe { ts.heap().realloc_noted(owned.cast::<u8>(), base + old_tail, base + tail, object_note(0)) };
        let Some(block) = moved else {
            // SAFETY: R1: the block is as it was; the reference is given back and dropped.
            drop(unsafe { PyRef::from_raw(owned) });
            return Err(ts.no_memory());
        };
        // SAFETY: R1 and L1: the object, header included, was moved whole; the count goes into the new reference. The new units lie
        // behind the old ones inside the block. `right` is another object (checked above).
        unsafe {
            let grown = PyRef::from_raw(block.cast()).downcast_into_unchecked::<Str>();
            grown.length.set(len);
            grown.hash.set(-1);
            let data = block.as_ptr().add(grown.offset as usize);
            /// Safety: `data` has `len` units of room behind the first `at`, and a unit for the zero.
            unsafe fn put<U: Unit>(data: *mut u8, at: usize, more: Data<'_>) {
                // SAFETY: promised by the caller.
                unsafe {
                    let to = data.cast::<U>().add(at);
                    copy_data(more, to);
                    to.add(more.len()).write(U::default());
                }
            }
            match kind {
                Kind::Ascii | Kind::Latin1 => put::<u8>(data, old_len, right.data()),
                Kind::Ucs2 => put::<u16>(data, old_len, right.data()),
                Kind::Ucs4 => put::<u32>(data, old_len, right.data()),
            }
            Ok(grown)
        }
    }
}

impl Obj<Str> {
    /// How many code points.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get()
    }

    /// Whether there is no code point.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The kind of its data.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its data.
    #[inline(always)]
    pub fn data(&self) -> Data<'_> {
        let start = std::ptr::from_ref(self).cast::<u8>().wrapping_add(self.offset as usize);
        let len = self.len();
        // SAFETY: L1: at the offset lie `len` initialised and aligned units of the kind's size, which do not change while a reference
        // that this borrow comes from is held (`append_in_place` needs the only one).
        unsafe {
            match self.kind {
                Kind::Ascii => Data::Ascii(std::slice::from_raw_parts(start, len)),
                Kind::Latin1 => Data::Latin1(std::slice::from_raw_parts(start, len)),
                Kind::Ucs2 => Data::Ucs2(std::slice::from_raw_parts(start.cast(), len)),
                Kind::Ucs4 => Data::Ucs4(std::slice::from_raw_parts(start.cast(), len)),
            }
        }
    }

    /// The character at `index` of a string of one-byte units: one of the shared objects.
    #[inline(always)]
    pub fn shared_char(&self, ts: &ThreadState, index: usize) -> Option<PyRef> {
        match self.data() {
            Data::Ascii(units) | Data::Latin1(units) => Some(ts.singletons().strs.latin1.get(usize::from(*units.get(index)?))?.to_ref()),
            Data::Ucs2(_) | Data::Ucs4(_) => None,
        }
    }

    /// Its text, if it is ASCII.
    #[inline(always)]
    pub fn as_ascii(&self) -> Option<&str> {
        match self.data() {
            // SAFETY: the ASCII kind holds bytes below 0x80 only, which are UTF-8.
            Data::Ascii(units) => Some(unsafe { std::str::from_utf8_unchecked(units) }),
            Data::Latin1(_) | Data::Ucs2(_) | Data::Ucs4(_) => None,
        }
    }

    /// Whether the table of interned strings knows it.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.interned.get() != Interned::No
    }

    /// Set the mark that its drop must tell the intern table. For the table alone.
    pub(crate) fn set_interned(&self) {
        self.interned.set(Interned::Yes);
    }

    /// Set the mark that its drop must tell the cache of types too. It is interned.
    pub(crate) fn set_cached(&self) {
        debug_assert!(self.is_interned());
        self.interned.set(Interned::Cached);
    }

    /// Its hash, computed once. Never -1.
    #[inline]
    pub fn hash(&self, ts: &ThreadState) -> i64 {
        let hash = self.hash.get();
        if hash != -1 { hash } else { self.compute_hash(ts) }
    }

    /// Note the hash, which the caller has computed from the same text.
    pub(crate) fn set_hash(&self, hash: i64) {
        self.hash.set(hash);
    }

    #[inline(never)]
    fn compute_hash(&self, ts: &ThreadState) -> i64 {
        let key = &ts.interp().hash_key;
        let hash = match self.data() {
            Data::Ascii(units) | Data::Latin1(units) => key.bytes(units),
            Data::Ucs2(units) => key.ucs2(units),
            Data::Ucs4(units) => key.ucs4(units),
        };
        self.hash.set(hash);
        hash
    }

    /// The hash if it is known already, for look-ups that need no thread state.
    #[inline(always)]
    pub fn cached_hash(&self) -> Option<i64> {
        Some(self.hash.get()).filter(|&hash| hash != -1)
    }

    /// Whether both have the same code points.
    #[inline]
    pub fn equals(&self, other: &Obj<Str>) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        if self.len() != other.len() || self.kind != other.kind {
            return false;
        }
        self.data().equals(other.data())
    }

    /// How the two compare, by code points.
    pub fn compare(&self, other: &Obj<Str>) -> Ordering {
        match (self.data(), other.data()) {
            (Data::Ascii(a) | Data::Latin1(a), Data::Ascii(b) | Data::Latin1(b)) => a.cmp(b),
            (Data::Ucs2(a), Data::Ucs2(b)) => a.cmp(b),
            (Data::Ucs4(a), Data::Ucs4(b)) => a.cmp(b),
            (a, b) => a.chars().cmp(b.chars()),
        }
    }

    /// Itself if it is an exact str, else an exact str with the same data. CPython: `unicode_result_unchanged`.
    pub fn to_exact(&self, ts: &ThreadState) -> PyResult<Py<Str>> {
        if self.as_object().is_exact::<Str>() { Ok(self.to_py()) } else { Str::from_data(ts, self.data()) }
    }
}

/// A reference to an interned string that owns no count, as the intern table keeps it.
#[derive(Clone, Copy)]
pub(crate) struct Unowned(NonNull<Obj<Str>>);

impl Unowned {
    /// The reference to a string whose drop will take it out of the table.
    pub(crate) fn new(text: &Obj<Str>) -> Unowned {
        debug_assert!(text.is_interned());
        Unowned(NonNull::from(text))
    }

    /// Look at the string.
    ///
    /// # Safety
    /// R1: the string is alive: an entry of the table of which `forget` was not told yet.
    pub(crate) unsafe fn get<'a>(self) -> &'a Obj<Str> {
        // SAFETY: promised by the caller.
        unsafe { self.0.as_ref() }
    }

    /// The address of its body, by which the table is told of its death (see `forget_interned`).
    pub(crate) fn body_address(self) -> usize {
        self.0.addr().get() + (size_of::<Obj<Str>>() - size_of::<Str>())
    }
}

/// The strings that each interpreter shares: the empty one and the 256 one-character Latin-1 ones. CPython: `_Py_SINGLETON(strings)`.
pub struct StrSingletons {
    /// `''`
    pub empty: Py<Str>,
    /// `'\x00'` to `'\xff'`
    pub latin1: Vec<Py<Str>>,
}

impl StrSingletons {
    /// Make them, interned. Needs only the type object.
    pub fn new(ts: &ThreadState) -> PyResult<StrSingletons> {
        let ty = Str::type_object(ts);
        let table = &ts.interp().interned;
        let empty = table.intern(ts, Str::new_in(ts, ty, Data::Ascii(&[]))?)?;
        let mut latin1 = Vec::with_capacity(256);
        for code in 0..=255_u8 {
            latin1.push(table.intern(ts, Str::new_in(ts, ty, Data::Latin1(&[code]))?)?);
        }
        Ok(StrSingletons { empty, latin1 })
    }
}
