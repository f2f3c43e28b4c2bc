//! The iterators over strings.
//!
//! CPython counterpart: `unicodeiterobject` with its two types, `str_ascii_iterator` and `str_iterator`. Invariant: an iterator that
//! has come to the end has let go of its string and stays at the end.

use std::cell::Cell;

use super::storage::{Kind, Str};
use super::this_str;
use crate::header::PyObject;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::{sequence, textual};

/// An iterator over a string.
pub struct StrIterator {
    text: Field,
    index: Cell<usize>,
}

impl Body for StrIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.text.traverse(visit);
    }
    // As in CPython there is no `tp_clear`: a string refers to nothing, so no cycle ends here.
}

impl StrIterator {
    /// The string, while there is something left.
    fn text(&self) -> Option<Py<Str>> {
        self.text.get()?.downcast_into().ok()
    }
}

/// The same over an ASCII string.
pub struct StrAsciiIterator(StrIterator);

impl Body for StrAsciiIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.0.traverse(visit);
    }
}

py_layout!(StrIterator, STR_ITERATOR, |ts| &ts.types().str_iterator);
py_layout!(StrAsciiIterator, STR_ASCII_ITERATOR, |ts| &ts.types().str_ascii_iterator);

/// `iter(text)`
pub(super) fn str_iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    let text = this_str(ts, this)?;
    let body = StrIterator { text: Field::new(text.to_ref()), index: Cell::new(0) };
    Ok(match text.kind() {
        Kind::Ascii => Py::new(ts, StrAsciiIterator(body))?.into_ref(),
        Kind::Latin1 | Kind::Ucs2 | Kind::Ucs4 => Py::new(ts, body)?.into_ref(),
    })
}

fn this_iter<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a StrIterator> {
    if let Some(iter) = this.downcast::<StrAsciiIterator>() {
        return Ok(&iter.0);
    }
    match this.downcast::<StrIterator>() {
        Some(iter) => Ok(iter),
        None => Err(ts.system_error("a str iterator function was called on another object")),
    }
}

fn ascii_iter_next(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    match this.downcast::<StrAsciiIterator>() {
        Some(iter) => next_of(ts, &iter.0),
        None => Err(ts.system_error("a str iterator function was called on another object")),
    }
}

fn iter_next(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    next_of(ts, this_iter(ts, this)?)
}

fn next_of(ts: &ThreadState, iter: &StrIterator) -> PyResult<Option<PyRef>> {
    let Some(text) = iter.text.peek().and_then(|text| text.downcast::<Str>()) else { return Ok(None) };
    let index = iter.index.get();
    match text.char_at(index) {
        Some(code) => {
            iter.index.set(index + 1);
            Ok(Some(Str::from_char(ts, code)?.into_ref()))
        }
        None => {
            iter.text.clear();
            Ok(None)
        }
    }
}

fn length_hint(ts: &ThreadState, this: &PyObject) -> PyResult {
    let iter = this_iter(ts, this)?;
    let left = iter.text().map_or(0, |text| text.len().saturating_sub(iter.index.get()));
    Ok(ts.new_int(left as i64)?.into_ref())
}

fn reduce(ts: &ThreadState, this: &PyObject) -> PyResult {
    let iter = this_iter(ts, this)?;
    // Looking `iter` up can run Python code, so it comes first.
    let function = sequence::builtin(ts, "iter")?;
    match iter.text() {
        Some(text) => {
            let index = ts.new_int(iter.index.get() as i64)?.into_ref();
            sequence::reduced(ts, function, text.into_ref(), Some(index))
        }
        None => sequence::reduced(ts, function, Str::empty(ts).into_ref(), None),
    }
}

fn setstate(ts: &ThreadState, this: &PyObject, state: &PyObject) -> PyResult {
    let index = textual::ssize(ts, state)?;
    let iter = this_iter(ts, this)?;
    if let Some(text) = iter.text() {
        iter.index.set(usize::try_from(index).unwrap_or(0).min(text.len()));
    }
    Ok(ts.none())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__length_hint__", "", Native::NoArgs(length_hint), "How many characters are left."),
    MethodDef::new("__reduce__", "", Native::NoArgs(reduce), "How to make such an iterator again."),
    MethodDef::new("__setstate__", "", Native::O(setstate), "Go to a position."),
];

const SLOTS: Slots = Slots { tp_iter: Some(sequence::self_iter), tp_iternext: Some(iter_next), ..Slots::INHERIT };

/// The iterator over a string beyond ASCII.
pub static STR_ITERATOR: TypeDef =
    TypeDef { flags: TypeFlags::DISALLOW_INSTANTIATION, slots: SLOTS, methods: METHODS, ..TypeDef::of::<StrIterator>("str_iterator") };

/// The iterator over an ASCII string: a type of its own, so that a specialised loop can rely on it.
pub static STR_ASCII_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iternext: Some(ascii_iter_next), ..SLOTS },
    methods: METHODS,
    ..TypeDef::of::<StrAsciiIterator>("str_ascii_iterator")
};
