//! The iterator over a memoryview.
//!
//! CPython counterpart: `memoryiterobject`. Invariant: at the end it has let go of its view and stays there.

use std::cell::Cell;

use super::{Memoryview, this_view};
use crate::header::PyObject;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, TypeDef, TypeFlags};
use crate::types::sequence;

/// An iterator over a memoryview.
pub struct MemoryIterator {
    view: Field,
    index: Cell<usize>,
}

impl Body for MemoryIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.view.traverse(visit);
    }
}

py_layout!(MemoryIterator, MEMORY_ITERATOR, |ts| &ts.types().memory_iterator);

/// `iter(view)`
pub(super) fn view_iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    match view.shape.ndim {
        0 => return Err(ts.type_error("invalid indexing of 0-dim memory")),
        1 => {}
        _ => return Err(ts.not_implemented_error("multi-dimensional sub-views are not implemented")),
    }
    Ok(Py::new(ts, MemoryIterator { view: Field::new(this.to_ref()), index: Cell::new(0) })?.into_ref())
}

fn iter_next(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    let Some(iter) = this.downcast::<MemoryIterator>() else {
        return Err(ts.system_error("a memory iterator function was called on another object"));
    };
    let Some(view) = iter.view.get().and_then(|view| view.downcast_into::<Memoryview>().ok()) else { return Ok(None) };
    let index = iter.index.get();
    if index < view.shape.count {
        iter.index.set(index + 1);
        let exporter = view.exporter(ts)?;
        return Ok(Some(view.item(ts, &exporter, index)?));
    }
    iter.view.clear();
    Ok(None)
}

/// The iterator over a memoryview.
pub static MEMORY_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(sequence::self_iter), tp_iternext: Some(iter_next), ..Slots::INHERIT },
    ..TypeDef::of::<MemoryIterator>("memory_iterator")
};
