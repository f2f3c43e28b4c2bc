//! The two iterators that `iter` makes: over anything with `__getitem__`, and over the results of a callable. CPython:
//! `Objects/iterobject.c`.
//!
//! Invariant: once exhausted, an iterator holds nothing and stays exhausted.

use std::cell::Cell;

use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::sequence::{builtin, reduced, self_iter, sequence_item, state_argument, this, word};
use crate::types::tuple::Tuple;

/// The payload of `iterator`: asks a sequence for item 0, 1, … until IndexError.
pub struct SequenceIterator {
    index: Cell<isize>,
    seq: Field,
}

/// The payload of `callable_iterator`: calls until the sentinel comes.
pub struct CallableIterator {
    callable: Field,
    sentinel: Field,
}

impl Body for SequenceIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.seq.traverse(visit);
    }
}

impl Body for CallableIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.callable.traverse(visit);
        self.sentinel.traverse(visit);
    }
}

py_layout!(SequenceIterator, SEQUENCE_ITERATOR, |ts| &ts.types().sequence_iterator);
py_layout!(CallableIterator, CALLABLE_ITERATOR, |ts| &ts.types().callable_iterator);

impl SequenceIterator {
    /// An iterator over a sequence, by its items. CPython: `PySeqIter_New`.
    #[expect(clippy::new_ret_no_self, reason = "callers want an object of any type")]
    pub fn new(ts: &ThreadState, seq: PyRef) -> PyResult {
        Ok(Py::new(ts, SequenceIterator { index: Cell::new(0), seq: Field::new(seq) })?.into_ref())
    }
}

impl CallableIterator {
    /// An iterator over what a callable returns, until it returns something equal to `sentinel`. CPython: `PyCallIter_New`.
    #[expect(clippy::new_ret_no_self, reason = "callers want an object of any type")]
    pub fn new(ts: &ThreadState, callable: PyRef, sentinel: PyRef) -> PyResult {
        Ok(Py::new(ts, CallableIterator { callable: Field::new(callable), sentinel: Field::new(sentinel) })?.into_ref())
    }
}

/// Whether the exception is how a sequence says that it ends.
pub(crate) fn is_end(ts: &ThreadState, raised: &Raised) -> bool {
    ts.exception_is(raised, &ts.types().index_error) || ts.exception_is(raised, &ts.types().stop_iteration)
}

fn sequence_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let iterator = this::<SequenceIterator>(ts, object)?;
    let Some(seq) = iterator.seq.get() else { return Ok(None) };
    let index = iterator.index.get();
    if index == isize::MAX {
        return Err(ts.overflow_error("iter index too large"));
    }
    match sequence_item(ts, &seq, index) {
        Ok(item) => {
            iterator.index.set(iterator.index.get().saturating_add(1));
            Ok(Some(item))
        }
        Err(raised) if is_end(ts, &raised) => {
            ts.clear_exception(raised);
            iterator.seq.clear();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn sequence_length_hint(ts: &ThreadState, object: &PyObject) -> PyResult {
    let iterator = this::<SequenceIterator>(ts, object)?;
    let Some(seq) = iterator.seq.get() else { return word(ts, 0) };
    let slots = &seq.ob_type().slots;
    if slots.sq_length.get().is_none() && slots.mp_length.get().is_none() {
        return Ok(ts.not_implemented());
    }
    let len = protocol::len(ts, &seq)? as isize;
    word(ts, len.saturating_sub(iterator.index.get()).max(0))
}

fn sequence_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let function = builtin(ts, "iter")?;
    let iterator = this::<SequenceIterator>(ts, object)?;
    match iterator.seq.get() {
        Some(seq) => reduced(ts, function, seq, Some(word(ts, iterator.index.get())?)),
        None => reduced(ts, function, Tuple::empty(ts)?.into_ref(), None),
    }
}

fn sequence_setstate(ts: &ThreadState, object: &PyObject, state: &PyObject) -> PyResult {
    let index = state_argument(ts, state)?;
    let iterator = this::<SequenceIterator>(ts, object)?;
    if !iterator.seq.is_empty() {
        iterator.index.set(index.max(0));
    }
    Ok(ts.none())
}

fn callable_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let iterator = this::<CallableIterator>(ts, object)?;
    let Some(callable) = iterator.callable.get() else { return Ok(None) };
    let ended = match protocol::call_no_args(ts, &callable) {
        Ok(value) => match iterator.sentinel.get() {
            // The call itself may have exhausted the iterator.
            None => return Ok(None),
            Some(sentinel) => {
                if !protocol::rich_compare_bool(ts, &sentinel, &value, CompareOp::Eq)? {
                    return Ok(Some(value));
                }
                value
            }
        },
        Err(raised) if ts.exception_is(&raised, &ts.types().stop_iteration) => {
            ts.clear_exception(raised);
            ts.none()
        }
        Err(raised) => return Err(raised),
    };
    iterator.callable.clear();
    iterator.sentinel.clear();
    drop(ended);
    Ok(None)
}

fn callable_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let function = builtin(ts, "iter")?;
    let iterator = this::<CallableIterator>(ts, object)?;
    match (iterator.callable.get(), iterator.sentinel.get()) {
        (Some(callable), Some(sentinel)) => {
            let arguments = Tuple::from_array(ts, [callable, sentinel])?.into_ref();
            Ok(Tuple::from_array(ts, [function, arguments])?.into_ref())
        }
        _ => reduced(ts, function, Tuple::empty(ts)?.into_ref(), None),
    }
}

const REDUCE_DOC: &str = "What makes an equal object, for pickle and copy.";

static SEQUENCE_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        "($self, /)",
        Native::NoArgs(sequence_length_hint),
        "How many items are left, for those who make room.",
    ),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(sequence_reduce), REDUCE_DOC),
    MethodDef::new("__setstate__", "($self, object, /)", Native::O(sequence_setstate), "Go to a position, for pickle and copy."),
];

static CALLABLE_METHODS: &[MethodDef] = &[MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(callable_reduce), REDUCE_DOC)];

/// `iterator`
pub static SEQUENCE_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(self_iter), tp_iternext: Some(sequence_next), ..Slots::INHERIT },
    methods: SEQUENCE_METHODS,
    ..TypeDef::of::<SequenceIterator>("iterator")
};

/// `callable_iterator`
pub static CALLABLE_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(self_iter), tp_iternext: Some(callable_next), ..Slots::INHERIT },
    methods: CALLABLE_METHODS,
    ..TypeDef::of::<CallableIterator>("callable_iterator")
};

const _: () = assert!(size_of::<Obj<SequenceIterator>>() == 32 && size_of::<Obj<CallableIterator>>() == 32);
