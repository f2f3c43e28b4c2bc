//! Iteration: `iter`, `next`, and the guess at how much will come.
//!
//! CPython counterpart: the iterator part of `Objects/abstract.c`.

use crate::header::PyObject;
use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};
use crate::typeobject::dispatch::call_special;
use crate::types::int::Int;

/// `iter(x)`. CPython: `PyObject_GetIter`.
pub fn iter(ts: &ThreadState, object: &PyObject) -> PyResult {
    let Some(slot) = object.ob_type().slots.tp_iter.get() else {
        if object.ob_type().slots.sq_item.get().is_some() && !object.is_kind::<crate::types::dict::Dict>() {
            return sequence_iterator(ts, object);
        }
        return Err(ts.type_error(format_args!("'{}' object is not iterable", object.ob_type().name_string())));
    };
    let iterator = slot(ts, object)?;
    if iterator.ob_type().slots.tp_iternext.get().is_none() {
        return Err(ts.type_error(format_args!("iter() returned non-iterator of type '{}'", iterator.ob_type().name_string())));
    }
    Ok(iterator)
}

/// An iterator that asks for item 0, 1, … until IndexError.
pub(crate) fn sequence_iterator(ts: &ThreadState, object: &PyObject) -> PyResult {
    crate::types::iterator::SequenceIterator::new(ts, object.to_ref())
}

/// `next(x)`; `None` at the end. CPython: `PyIter_NextItem`.
#[inline]
pub fn next(ts: &ThreadState, iterator: &PyObject) -> PyResult<Option<PyRef>> {
    match iterator.ob_type().slots.tp_iternext.get() {
        Some(slot) => match slot(ts, iterator) {
            Ok(item) => Ok(item),
            Err(raised) if ts.exception_is(&raised, &ts.types().stop_iteration) => {
                ts.clear_exception(raised);
                Ok(None)
            }
            Err(raised) => Err(raised),
        },
        None => Err(ts.type_error(format_args!("'{}' object is not an iterator", iterator.ob_type().name_string()))),
    }
}

/// How many items will come, as a guess. CPython: `PyObject_LengthHint`.
pub fn length_hint(ts: &ThreadState, object: &PyObject, default: usize) -> PyResult<usize> {
    let slots = &object.ob_type().slots;
    if let Some(slot) = slots.sq_length.get().or(slots.mp_length.get()) {
        match slot(ts, object) {
            Ok(length) => return Ok(length),
            Err(raised) if ts.exception_is(&raised, &ts.types().type_error) => ts.clear_exception(raised),
            Err(raised) => return Err(raised),
        }
    }
    let hint = match call_special(ts, object, &ts.names().__length_hint__, &[]) {
        Ok(Some(hint)) => hint,
        Ok(None) => return Ok(default),
        Err(raised) if ts.exception_is(&raised, &ts.types().type_error) => {
            ts.clear_exception(raised);
            return Ok(default);
        }
        Err(raised) => return Err(raised),
    };
    if hint.is(&ts.singletons().not_implemented) {
        return Ok(default);
    }
    let Some(number) = hint.downcast::<Int>() else {
        let kind = hint.ob_type().name_string();
        return Err(ts.type_error(format_args!("__length_hint__ must be an integer, not {kind}")));
    };
    if number.is_negative() {
        return Err(ts.value_error("__length_hint__() should return >= 0"));
    }
    Ok(super::number::index_isize(ts, &hint, &ts.types().overflow_error)?.unsigned_abs())
}
