//! `super().name` without making the super object.
//!
//! CPython counterpart: `_PySuper_Lookup`, `_PySuper_LookupDescr`. Invariant: answers only where `super` would give the same; else `None`,
//! and the caller goes the long way, which also raises the errors.

use crate::types::as_type;
use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::TypeFlags;
use minipy_object::typeobject::Type;
use minipy_object::types::str::Str;

/// The attribute of `this` found behind `class` in the MRO of its type; `true`: a method, not bound yet.
pub(crate) fn lookup(
    ts: &ThreadState,
    class: &PyObject,
    this: &PyObject,
    name: &Obj<Str>,
    method: bool,
) -> PyResult<Option<(PyRef, bool)>> {
    let Some(class_type) = as_type(class) else { return Ok(None) };
    // CPython: `supercheck`, the two cases without `__class__` tricks.
    let (start, bound): (Py<Type>, bool) = match as_type(this) {
        Some(this_type) if this_type.is_subtype(class_type) => (this_type.to_py(), false),
        _ if this.ob_type().is_subtype(class_type) => (this.ob_type().to_py(), true),
        _ => return Ok(None),
    };
    if name.equals(&ts.names().__class__) {
        return Ok(None);
    }
    let Some(mro) = start.mro() else { return Ok(None) };
    let mut behind = mro.items().iter().skip_while(|entry| !entry.is(class));
    behind.next();
    for entry in behind {
        let Some(dict) = as_type(entry).and_then(|entry| entry.dict()) else { continue };
        let Some(found) = dict.get_str(ts, name)? else { continue };
        let kind = found.ob_type();
        if method && bound && kind.flags().has(TypeFlags::METHOD_DESCRIPTOR) {
            return Ok(Some((found, true)));
        }
        let Some(get) = kind.slots.tp_descr_get.get() else { return Ok(Some((found, false))) };
        let owner = start.as_object();
        let value = get(ts, &found, bound.then_some(this), Some(owner))?;
        return Ok(Some((value, false)));
    }
    Ok(None)
}
