//! The attributes of memoryviews.
//!
//! CPython counterpart: `memory_getsetlist` in `Objects/memoryobject.c`. Invariant: each of them refuses a released view.

use super::{Memoryview, this_view};
use crate::header::PyObject;
use crate::state::{PyResult, ThreadState};
use crate::typedef::GetSetDef;

fn int_attribute(ts: &ThreadState, this: &PyObject, of: fn(&Memoryview) -> i64) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    Ok(ts.new_int(of(view))?.into_ref())
}

fn bool_attribute(ts: &ThreadState, this: &PyObject, of: fn(&Memoryview) -> bool) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    Ok(ts.bool(of(view)))
}

fn tuple_attribute(ts: &ThreadState, this: &PyObject, of: fn(&Memoryview) -> Vec<isize>) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    let items = of(view).into_iter().map(|n| Ok(ts.new_int(n as i64)?.into_ref())).collect::<PyResult<Vec<_>>>()?;
    Ok(ts.new_tuple(&items)?.into_ref())
}

fn get_obj(ts: &ThreadState, this: &PyObject) -> PyResult {
    this_view(ts, this)?.exporter(ts)
}
fn get_nbytes(ts: &ThreadState, this: &PyObject) -> PyResult {
    int_attribute(ts, this, |view| view.shape.nbytes() as i64)
}
fn get_itemsize(ts: &ThreadState, this: &PyObject) -> PyResult {
    int_attribute(ts, this, |view| view.shape.format.size() as i64)
}
fn get_ndim(ts: &ThreadState, this: &PyObject) -> PyResult {
    int_attribute(ts, this, |view| view.shape.ndim as i64)
}
fn get_shape(ts: &ThreadState, this: &PyObject) -> PyResult {
    tuple_attribute(ts, this, |view| view.dimensions().into_iter().map(|n| n as isize).collect())
}
fn get_strides(ts: &ThreadState, this: &PyObject) -> PyResult {
    tuple_attribute(ts, this, |view| view.strides(&view.dimensions()))
}
fn get_suboffsets(ts: &ThreadState, this: &PyObject) -> PyResult {
    tuple_attribute(ts, this, |_| Vec::new())
}
fn get_format(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    let prefix = if view.shape.at_sign { "@" } else { "" };
    Ok(ts.new_str_fmt(format_args!("{prefix}{}", view.shape.format.code()))?.into_ref())
}
fn get_readonly(ts: &ThreadState, this: &PyObject) -> PyResult {
    bool_attribute(ts, this, |view| view.shape.readonly)
}

/// Whether the first index runs over neighbours. CPython: `_IsFortranContiguous`.
fn is_f_contiguous(view: &Memoryview) -> bool {
    if view.shape.ndim < 2 {
        return view.shape.is_c_contiguous();
    }
    let dimensions = view.dimensions();
    let mut dense = view.shape.format.size() as isize;
    let strides = view.strides(&dimensions);
    dimensions.contains(&0)
        || dimensions.iter().zip(strides).all(|(&length, stride)| {
            let fits = length <= 1 || stride == dense;
            dense *= length as isize;
            fits
        })
}

fn get_c_contiguous(ts: &ThreadState, this: &PyObject) -> PyResult {
    bool_attribute(ts, this, |view| view.shape.is_c_contiguous())
}
fn get_f_contiguous(ts: &ThreadState, this: &PyObject) -> PyResult {
    bool_attribute(ts, this, is_f_contiguous)
}
fn get_contiguous(ts: &ThreadState, this: &PyObject) -> PyResult {
    bool_attribute(ts, this, |view| view.shape.is_c_contiguous() || is_f_contiguous(view))
}

pub(super) static GETSET: &[GetSetDef] = &[
    GetSetDef::getter("obj", get_obj),
    GetSetDef::getter("nbytes", get_nbytes),
    GetSetDef::getter("readonly", get_readonly),
    GetSetDef::getter("itemsize", get_itemsize),
    GetSetDef::getter("format", get_format),
    GetSetDef::getter("ndim", get_ndim),
    GetSetDef::getter("shape", get_shape),
    GetSetDef::getter("strides", get_strides),
    GetSetDef::getter("suboffsets", get_suboffsets),
    GetSetDef::getter("c_contiguous", get_c_contiguous),
    GetSetDef::getter("f_contiguous", get_f_contiguous),
    GetSetDef::getter("contiguous", get_contiguous),
];
