//! The iterators over a list, forward and backward. CPython: the end of `Objects/listobject.c`.
//!
//! Invariant: an iterator holds its list until it is exhausted, then never again; it reads the list's length at each step.
#![expect(unsafe_code, reason = "what the iterator holds is a list by construction (L1)")]

use std::cell::Cell;

use crate::header::{Obj, PyObject};
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::list::List;
use crate::types::sequence::{builtin, reduced, self_iter, state_argument, this, word};

/// The payload of a list iterator.
pub struct ListIterator {
    index: Cell<usize>,
    seq: Field,
}

/// The payload of a backward list iterator.
pub struct ListReverseIterator {
    index: Cell<isize>,
    seq: Field,
}

impl Body for ListIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.seq.traverse(visit);
    }
}

impl Body for ListReverseIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.seq.traverse(visit);
    }
}

py_layout!(ListIterator, LIST_ITERATOR, |ts| &ts.types().list_iterator);
py_layout!(ListReverseIterator, LIST_REVERSE_ITERATOR, |ts| &ts.types().list_reverse_iterator);

/// The list that a field holds, borrowed for a look that runs no Python code.
#[inline(always)]
fn list_in(field: &Field) -> Option<&List> {
    // SAFETY: L1: the fields of both iterators only ever hold lists.
    field.peek().map(|seq| &**unsafe { seq.downcast_unchecked::<List>() })
}

impl ListIterator {
    /// An iterator at the first item.
    #[inline]
    pub fn new(ts: &ThreadState, list: &Obj<List>) -> PyResult<Py<ListIterator>> {
        Py::new(ts, ListIterator { index: Cell::new(0), seq: Field::new(list.to_ref()) })
    }

    /// The next item; nothing happens at the end, so nothing of Python's can run.
    #[inline(always)]
    pub fn advance(&self) -> Option<PyRef> {
        let index = self.index.get();
        let item = list_in(&self.seq)?.get(index)?;
        self.index.set(index + 1);
        Some(item)
    }

    /// The next item. The list is let go of at the end.
    #[inline]
    pub fn next(&self) -> Option<PyRef> {
        let item = self.advance();
        if item.is_none() {
            self.seq.clear();
        }
        item
    }
}

impl ListReverseIterator {
    /// An iterator at the last item.
    pub fn new(ts: &ThreadState, list: &Obj<List>) -> PyResult<Py<ListReverseIterator>> {
        Py::new(ts, ListReverseIterator { index: Cell::new(list.len() as isize - 1), seq: Field::new(list.to_ref()) })
    }

    /// The next item towards the front. The list is let go of at the end.
    pub fn next(&self) -> Option<PyRef> {
        let index = self.index.get();
        match usize::try_from(index).ok().and_then(|at| list_in(&self.seq)?.get(at)) {
            Some(item) => {
                self.index.set(index - 1);
                Some(item)
            }
            None => {
                self.index.set(-1);
                self.seq.clear();
                None
            }
        }
    }
}

fn next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    Ok(this::<ListIterator>(ts, object)?.next())
}

fn length_hint(ts: &ThreadState, object: &PyObject) -> PyResult {
    let iterator = this::<ListIterator>(ts, object)?;
    let left = list_in(&iterator.seq).map_or(0, |list| list.len().saturating_sub(iterator.index.get()));
    word(ts, left as isize)
}

fn reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    // The look-up of the builtin can run Python code, so the iterator is read after it.
    let function = builtin(ts, "iter")?;
    let iterator = this::<ListIterator>(ts, object)?;
    match iterator.seq.get() {
        Some(seq) => reduced(ts, function, seq, Some(word(ts, iterator.index.get() as isize)?)),
        None => reduced(ts, function, List::new(ts)?.into_ref(), None),
    }
}

fn setstate(ts: &ThreadState, object: &PyObject, state: &PyObject) -> PyResult {
    let index = state_argument(ts, state)?;
    let iterator = this::<ListIterator>(ts, object)?;
    if let Some(len) = list_in(&iterator.seq).map(List::len) {
        // Beyond the end is allowed to mean the end, as the list may grow; a negative index is the mark of an exhausted iterator.
        match usize::try_from(index) {
            Ok(index) => iterator.index.set(index.min(len)),
            Err(_) => iterator.seq.clear(),
        }
    }
    Ok(ts.none())
}

fn reverse_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    Ok(this::<ListReverseIterator>(ts, object)?.next())
}

fn reverse_length_hint(ts: &ThreadState, object: &PyObject) -> PyResult {
    let iterator = this::<ListReverseIterator>(ts, object)?;
    let left = iterator.index.get() + 1;
    let len = list_in(&iterator.seq).map_or(0, |list| list.len() as isize);
    word(ts, if len < left { 0 } else { left })
}

fn reverse_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let function = builtin(ts, "reversed")?;
    let iterator = this::<ListReverseIterator>(ts, object)?;
    match iterator.seq.get() {
        Some(seq) if iterator.index.get() >= 0 => reduced(ts, function, seq, Some(word(ts, iterator.index.get())?)),
        _ => reduced(ts, function, List::new(ts)?.into_ref(), None),
    }
}

fn reverse_setstate(ts: &ThreadState, object: &PyObject, state: &PyObject) -> PyResult {
    let index = state_argument(ts, state)?;
    let iterator = this::<ListReverseIterator>(ts, object)?;
    if let Some(len) = list_in(&iterator.seq).map(List::len) {
        iterator.index.set(index.clamp(-1, len as isize - 1));
    }
    Ok(ts.none())
}

const HINT_DOC: &str = "How many items are left, for those who make room.";
const REDUCE_DOC: &str = "What makes an equal object, for pickle and copy.";
const SETSTATE_DOC: &str = "Go to a position, for pickle and copy.";

static METHODS: &[MethodDef] = &[
    MethodDef::new("__length_hint__", "($self, /)", Native::NoArgs(length_hint), HINT_DOC),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reduce), REDUCE_DOC),
    MethodDef::new("__setstate__", "($self, object, /)", Native::O(setstate), SETSTATE_DOC),
];

static REVERSE_METHODS: &[MethodDef] = &[
    MethodDef::new("__length_hint__", "($self, /)", Native::NoArgs(reverse_length_hint), HINT_DOC),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reverse_reduce), REDUCE_DOC),
    MethodDef::new("__setstate__", "($self, object, /)", Native::O(reverse_setstate), SETSTATE_DOC),
];

/// `list_iterator`
pub static LIST_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(self_iter), tp_iternext: Some(next), ..Slots::INHERIT },
    methods: METHODS,
    ..TypeDef::of::<ListIterator>("list_iterator")
};

/// `list_reverseiterator`
pub static LIST_REVERSE_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(self_iter), tp_iternext: Some(reverse_next), ..Slots::INHERIT },
    methods: REVERSE_METHODS,
    ..TypeDef::of::<ListReverseIterator>("list_reverseiterator")
};
