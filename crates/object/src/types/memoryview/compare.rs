//! Equality and hash of memoryviews.
//!
//! CPython counterpart: `memory_richcompare` and `memory_hash` in `Objects/memoryobject.c`. Invariant: elements are compared as objects of
//! their formats, so that views of different formats can be equal and a NaN is not.

use super::{Memoryview, this_view};
use crate::buffer::get_full_buffer;
use crate::header::PyObject;
use crate::protocol;
use crate::slots::CompareOp;
use crate::state::{PyResult, ThreadState};
use crate::types::bytelike::is_bytes_like;

use super::format::Format;

pub(super) fn view_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let view = this_view(ts, this)?;
    if view.hash.get() == -1 {
        view.exporter(ts)?;
        if !view.shape.readonly {
            return Err(ts.value_error("cannot hash writable memoryview object"));
        }
        if !matches!(view.shape.format, Format::UnsignedByte | Format::SignedByte | Format::Char) {
            return Err(ts.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
        }
        // The exporter must be hashable too.
        protocol::hash(ts, &*view.exporter(ts)?)?;
        view.hash.set(ts.interp().hash_key.bytes(&view.to_vec(ts)?));
    }
    Ok(view.hash.get())
}

/// Element by element, since formats may differ; other exporters are bytes.
pub(super) fn view_richcompare(ts: &ThreadState, this: &PyObject, other: &PyObject, op: CompareOp) -> PyResult {
    let equal = match op {
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => return Ok(ts.not_implemented()),
        CompareOp::Eq => true,
        CompareOp::Ne => false,
    };
    let view = this_view(ts, this)?;
    let Some(exporter) = view.exporter.get() else { return Ok(ts.bool(this.is(other) == equal)) };
    if let Some(other) = other.downcast::<Memoryview>() {
        let Some(others) = other.exporter.get() else { return Ok(ts.bool(!equal)) };
        return Ok(ts.bool(same_elements(ts, view, &exporter, other, &others)? == equal));
    }
    if !is_bytes_like(other) {
        return Ok(ts.not_implemented());
    }
    let bytes = get_full_buffer(ts, other)?.bytes;
    let mut same = view.shape.ndim == 1 && view.shape.count == bytes.len();
    for (index, &byte) in bytes.iter().enumerate().take(if same { view.shape.count } else { 0 }) {
        ts.tick(1)?;
        let (a, b) = (view.item(ts, &exporter, index)?, ts.new_int(i64::from(byte))?.into_ref());
        if !protocol::eq(ts, &a, &b)? {
            same = false;
            break;
        }
    }
    Ok(ts.bool(same == equal))
}

fn same_elements(ts: &ThreadState, a: &Memoryview, of_a: &PyObject, b: &Memoryview, of_b: &PyObject) -> PyResult<bool> {
    if a.dimensions() != b.dimensions() {
        return Ok(false);
    }
    for index in 0..a.shape.elements() {
        ts.tick(1)?;
        if !protocol::eq(ts, &*a.item(ts, of_a, index)?, &*b.item(ts, of_b, index)?)? {
            return Ok(false);
        }
    }
    Ok(true)
}
