//! Operations of sequences beyond subscription: membership, and an iterable's items as a list.
//!
//! CPython counterpart: the sequence part of `Objects/abstract.c`.

use crate::header::PyObject;
use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};
use crate::types::list::List;
use crate::types::tuple::Tuple;

/// `item in x`. CPython: `PySequence_Contains`.
pub fn contains(ts: &ThreadState, object: &PyObject, item: &PyObject) -> PyResult<bool> {
    match object.ob_type().slots.sq_contains.get() {
        Some(slot) => slot(ts, object, item),
        None => iter_contains(ts, object, item),
    }
}

/// Membership by walking through the items. CPython: `_PySequence_IterSearch`.
pub(crate) fn iter_contains(ts: &ThreadState, object: &PyObject, item: &PyObject) -> PyResult<bool> {
    let iterator = match super::iter::iter(ts, object) {
        Ok(iterator) => iterator,
        Err(raised) if ts.exception_is(&raised, &ts.types().type_error) => {
            ts.clear_exception(raised);
            let kind = object.ob_type().name_string();
            return Err(ts.type_error(format_args!("argument of type '{kind}' is not iterable")));
        }
        Err(raised) => return Err(raised),
    };
    while let Some(candidate) = super::iter::next(ts, &iterator)? {
        if super::object::eq(ts, &candidate, item)? {
            return Ok(true);
        }
        ts.tick(1)?;
    }
    Ok(false)
}

/// The items of an iterable, in a temporary. CPython: `PySequence_Fast`.
pub fn to_vec(ts: &ThreadState, object: &PyObject) -> PyResult<Vec<PyRef>> {
    if let Some(list) = object.downcast_exact::<List>() {
        return Ok(list.to_vec());
    }
    if let Some(tuple) = object.downcast_exact::<Tuple>() {
        return Ok(tuple.items().to_vec());
    }
    let iterator = super::iter::iter(ts, object)?;
    let hint = super::iter::length_hint(ts, object, 8)?;
    let mut items = Vec::new();
    // A hint is a guess that may lie: it only pre-sizes, within reason.
    if items.try_reserve(hint.min(1 << 20)).is_err() {
        return Err(ts.no_memory());
    }
    while let Some(item) = super::iter::next(ts, &iterator)? {
        if items.len() == items.capacity() && items.try_reserve(1).is_err() {
            return Err(ts.no_memory());
        }
        items.push(item);
        ts.tick(1)?;
    }
    Ok(items)
}
