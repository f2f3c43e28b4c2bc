//! The iterator over a bytearray.
//!
//! CPython counterpart: `bytesiterobject` in `Objects/bytearrayobject.c`. Invariant: at the end it has let go of its bytearray and stays there.

use std::cell::Cell;

use super::{Bytearray, this_bytearray};
use crate::header::{Obj, PyObject};
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::{sequence, textual};

/// An iterator over a bytearray.
pub struct BytearrayIterator {
    bytes: Field,
    index: Cell<usize>,
}

impl Body for BytearrayIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.bytes.traverse(visit);
    }
}

py_layout!(BytearrayIterator, BYTEARRAY_ITERATOR, |ts| &ts.types().bytearray_iterator);

/// `iter(bytearray)`
pub(super) fn bytearray_iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    let bytes = this_bytearray(ts, this)?;
    Ok(Py::new(ts, BytearrayIterator { bytes: Field::new(bytes.to_ref()), index: Cell::new(0) })?.into_ref())
}

fn this_iter<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<BytearrayIterator>> {
    this.downcast().ok_or_else(|| ts.system_error("a bytearray iterator function was called on another object"))
}

impl BytearrayIterator {
    fn bytes(&self) -> Option<Py<Bytearray>> {
        self.bytes.get()?.downcast_into().ok()
    }
}

fn iter_next(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    let iter = this_iter(ts, this)?;
    let Some(bytes) = iter.bytes.peek().and_then(|bytes| bytes.downcast::<Bytearray>()) else { return Ok(None) };
    let index = iter.index.get();
    match bytes.bytes.get(index) {
        Some(byte) => {
            iter.index.set(index + 1);
            Ok(Some(ts.new_int(i64::from(byte))?.into_ref()))
        }
        None => {
            iter.bytes.clear();
            Ok(None)
        }
    }
}

fn length_hint(ts: &ThreadState, this: &PyObject) -> PyResult {
    let iter = this_iter(ts, this)?;
    let left = iter.bytes().map_or(0, |bytes| bytes.len().saturating_sub(iter.index.get()));
    Ok(ts.new_int(left as i64)?.into_ref())
}

fn reduce(ts: &ThreadState, this: &PyObject) -> PyResult {
    // Looking `iter` up can run Python code, so it comes first.
    let function = sequence::builtin(ts, "iter")?;
    let iter = this_iter(ts, this)?;
    match iter.bytes() {
        Some(bytes) => {
            let index = ts.new_int(iter.index.get() as i64)?.into_ref();
            sequence::reduced(ts, function, bytes.into_ref(), Some(index))
        }
        None => sequence::reduced(ts, function, ts.new_tuple(&[])?.into_ref(), None),
    }
}

fn setstate(ts: &ThreadState, this: &PyObject, state: &PyObject) -> PyResult {
    let index = textual::ssize(ts, state)?;
    let iter = this_iter(ts, this)?;
    if let Some(bytes) = iter.bytes() {
        iter.index.set(usize::try_from(index).unwrap_or(0).min(bytes.len()));
    }
    Ok(ts.none())
}

/// The iterator over a bytearray.
pub static BYTEARRAY_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(sequence::self_iter), tp_iternext: Some(iter_next), ..Slots::INHERIT },
    methods: &[
        MethodDef::new("__length_hint__", "", Native::NoArgs(length_hint), "How many bytes are left."),
        MethodDef::new("__reduce__", "", Native::NoArgs(reduce), "How to make such an iterator again."),
        MethodDef::new("__setstate__", "", Native::O(setstate), "Go to a position."),
    ],
    ..TypeDef::of::<BytearrayIterator>("bytearray_iterator")
};
