//! Subscripts of memoryviews: elements, slices of the first dimension, assignment.
//!
//! CPython counterpart: `memory_subscript`, `memory_ass_sub` and `ptr_from_tuple` in `Objects/memoryobject.c`. Invariant: a key and a value
//! are converted before the exporter is asked for again, since converting them can have released the view.

use super::{Memoryview, Shape, this_view};
use crate::buffer::get_full_buffer;
use crate::header::PyObject;
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::bytelike::is_bytes_like;
use crate::types::sequence::{has_index, subscript_index};
use crate::types::slice::Slice;
use crate::types::tuple::Tuple;

use super::format::Format;

const NO_DIMENSION: &str = "invalid indexing of 0-dim memory";

pub(super) fn view_length(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    if view.shape.ndim == 0 {
        return Err(ts.type_error("0-dim memory has no length"));
    }
    Ok(view.shape.count)
}

pub(super) fn view_item(ts: &ThreadState, this: &PyObject, index: isize) -> PyResult {
    let view = this_view(ts, this)?;
    let exporter = view.exporter(ts)?;
    match view.shape.ndim {
        0 => return Err(ts.type_error(NO_DIMENSION)),
        1 => {}
        _ => return Err(ts.not_implemented_error("multi-dimensional sub-views are not implemented")),
    }
    match position(index, view.shape.count) {
        Some(index) => view.item(ts, &exporter, index),
        None => Err(out_of_bounds(ts, 1)),
    }
}

fn out_of_bounds(ts: &ThreadState, dimension: usize) -> Raised {
    ts.index_error(format_args!("index out of bounds on dimension {dimension}"))
}

/// An index as a place in a dimension: a negative one counts from the end.
fn position(index: isize, length: usize) -> Option<usize> {
    let index = if index < 0 { index.checked_add_unsigned(length)? } else { index };
    usize::try_from(index).ok().filter(|&index| index < length)
}

/// Whether the key is a tuple of indices; the empty one is.
fn is_multiindex(key: &PyObject) -> bool {
    key.downcast::<Tuple>().is_some_and(|tuple| tuple.items().iter().all(|item| has_index(item)))
}

fn is_multislice(key: &PyObject) -> bool {
    key.downcast::<Tuple>().is_some_and(|tuple| !tuple.is_empty() && tuple.items().iter().all(|item| item.is_kind::<Slice>()))
}

/// Whether the key names the one element of a view without dimensions: `()` does, and `...`.
fn is_empty_tuple(key: &PyObject) -> bool {
    key.downcast::<Tuple>().is_some_and(|tuple| tuple.is_empty())
}

/// Where the element begins that a tuple of indices means. CPython: `ptr_from_tuple`.
fn offset_of(ts: &ThreadState, view: &Memoryview, key: &PyObject) -> PyResult<isize> {
    let Some(tuple) = key.downcast::<Tuple>() else { return Err(ts.type_error("memoryview: invalid slice key")) };
    let (given, ndim) = (tuple.len(), view.shape.ndim);
    if given < ndim {
        return Err(ts.not_implemented_error("sub-views are not implemented"));
    }
    if given > ndim {
        return Err(ts.type_error(format_args!("cannot index {ndim}-dimension view with {given}-element tuple")));
    }
    let dimensions = view.dimensions();
    let mut at = view.shape.start;
    for (i, ((item, &length), stride)) in tuple.items().iter().zip(&dimensions).zip(view.strides(&dimensions)).enumerate() {
        let index = subscript_index(ts, item)?;
        at += stride * position(index, length).ok_or_else(|| out_of_bounds(ts, i + 1))? as isize;
    }
    Ok(at)
}

pub(super) fn view_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    let exporter = view.exporter(ts)?;
    if view.shape.ndim == 0 {
        if is_empty_tuple(key) {
            return view.item(ts, &exporter, 0);
        }
        let ellipsis = key.is(&ts.singletons().ellipsis);
        return if ellipsis { Ok(this.to_ref()) } else { Err(ts.type_error(NO_DIMENSION)) };
    }
    if has_index(key) {
        return view_item(ts, this, subscript_index(ts, key)?);
    }
    if let Some(slice) = key.downcast::<Slice>() {
        return view.derived(ts, sliced(ts, view, slice)?);
    }
    if is_multiindex(key) {
        let at = offset_of(ts, view, key)?;
        return view.shape.format.unpack(ts, view.element_at(&*view.exporter(ts)?, at));
    }
    if is_multislice(key) {
        return Err(ts.not_implemented_error("multi-dimensional slicing is not implemented"));
    }
    Err(ts.type_error("memoryview: invalid slice key"))
}

fn sliced(ts: &ThreadState, view: &Memoryview, slice: &Slice) -> PyResult<Shape> {
    let shape = view.shape;
    let range = slice.adjusted(ts, shape.count)?;
    let start = shape.start + shape.stride * range.start as isize;
    Ok(Shape { start, stride: shape.stride.saturating_mul(range.step), count: range.len, ..shape })
}

pub(super) fn view_ass_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    if view.shape.readonly {
        return Err(ts.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(ts.type_error("cannot delete memory")) };
    let store = |at: isize| -> PyResult<()> {
        let raw = view.shape.format.pack(ts, value)?;
        view.set_element_at(&*view.exporter(ts)?, at, &raw);
        Ok(())
    };
    if view.shape.ndim == 0 {
        if is_empty_tuple(key) || key.is(&ts.singletons().ellipsis) {
            return store(view.shape.start);
        }
        return Err(ts.type_error(NO_DIMENSION));
    }
    if has_index(key) {
        if view.shape.ndim > 1 {
            return Err(ts.not_implemented_error("sub-views are not implemented"));
        }
        let index = subscript_index(ts, key)?;
        return store(view.offset(position(index, view.shape.count).ok_or_else(|| out_of_bounds(ts, 1))?));
    }
    if let Some(slice) = key.downcast::<Slice>()
        && view.shape.ndim == 1
    {
        return assign_slice(ts, view, slice, value);
    }
    if is_multiindex(key) {
        return store(offset_of(ts, view, key)?);
    }
    if key.is_kind::<Slice>() || is_multislice(key) {
        return Err(ts.not_implemented_error("memoryview slice assignments are currently restricted to ndim = 1"));
    }
    Err(ts.type_error("memoryview: invalid slice key"))
}

fn assign_slice(ts: &ThreadState, view: &Memoryview, slice: &Slice, value: &PyObject) -> PyResult<()> {
    if !is_bytes_like(value) {
        let kind = value.ob_type().name_string();
        return Err(ts.type_error(format_args!("a bytes-like object is required, not '{kind}'")));
    }
    let bytes = get_full_buffer(ts, value)?.bytes;
    let target = sliced(ts, view, slice)?;
    let alike = match value.downcast::<Memoryview>() {
        Some(other) => other.shape.ndim == 1 && other.shape.format == target.format,
        None => target.format == Format::UnsignedByte,
    };
    if !alike || bytes.len() != target.nbytes() {
        return Err(ts.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    let exporter = view.exporter(ts)?;
    for (row, raw) in bytes.chunks(target.format.size()).enumerate() {
        view.set_element_at(&exporter, target.start + target.stride * row as isize, raw);
    }
    Ok(())
}
