//! Assigning to and deleting slices of a list. CPython: `list_ass_slice` and the slice half of `list_ass_subscript`.
//!
//! Invariant: the slice's bounds and the new items are evaluated first (both can run Python code that changes the list), then the
//! positions are computed from the length of that moment, then the list changes in one step, and what left it is dropped last.

use crate::header::PyObject;
use crate::protocol;
use crate::pyref::PyRef;
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::list::List;
use crate::types::slice::{Slice, SliceRange, adjust_indices};
use crate::types::tuple::Tuple;

/// `list[slice] = value`, or `del list[slice]` where there is no value.
pub(super) fn assign(ts: &ThreadState, list: &List, slice: &Slice, value: Option<&PyObject>) -> PyResult<()> {
    let (start, stop, step) = slice.unpack(ts)?;
    let Some(value) = value else {
        return delete(ts, list, adjust_indices(list.len(), start, stop, step));
    };
    let items = new_items(ts, value)?;
    let range = adjust_indices(list.len(), start, stop, step);
    if range.step == 1 {
        let garbage = list.items().splice(ts, range.span(), items)?;
        drop(garbage);
        return Ok(());
    }
    if items.len() != range.len {
        return Err(ts.value_error(format_args!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            range.len
        )));
    }
    let garbage: Vec<PyRef> = range.positions().zip(items).filter_map(|(at, item)| list.items().replace(at, item).ok()).collect();
    drop(garbage);
    Ok(())
}

fn delete(ts: &ThreadState, list: &List, range: SliceRange) -> PyResult<()> {
    if range.len == 0 {
        return Ok(());
    }
    let garbage = if range.step == 1 {
        if range.len == list.len() {
            list.items().clear();
            return Ok(());
        }
        list.items().splice(ts, range.span(), Vec::new())?
    } else {
        // Backwards is the same set of positions forwards.
        let step = range.step.unsigned_abs();
        let first = if range.step > 0 { range.start } else { range.start - step * (range.len - 1) };
        let garbage = list.items().remove_strided(ts, first, step, range.len)?;
        // A buffer drops from the last on, CPython's `del l[::2]` from the first.
        garbage.reverse();
        garbage
    };
    drop(garbage);
    Ok(())
}

/// The new items, owned. A list that is assigned to a slice of itself is copied by this.
fn new_items(ts: &ThreadState, value: &PyObject) -> PyResult<Vec<PyRef>> {
    if let Some(list) = value.downcast::<List>() {
        return Ok(list.to_vec());
    }
    if let Some(tuple) = value.downcast::<Tuple>() {
        return Ok(tuple.items().to_vec());
    }
    let iterator = match protocol::iter(ts, value) {
        Ok(iterator) => iterator,
        Err(raised) => return Err(reworded(ts, raised)),
    };
    protocol::sequence_to_vec(ts, &iterator)
}

/// CPython: `PySequence_Fast` replaces the message of a TypeError.
#[cold]
fn reworded(ts: &ThreadState, raised: Raised) -> Raised {
    if ts.exception_is(&raised, &ts.types().type_error) {
        ts.clear_exception(raised);
        ts.type_error("must assign iterable to extended slice")
    } else {
        raised
    }
}
