//! Calling objects.
//!
//! CPython counterpart: `Objects/call.c`. There is one convention, vectorcall, and one slot, `tp_call`.

use crate::args::Args;
use crate::header::PyObject;
use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};

/// Whether `x` can be called. CPython: `PyCallable_Check`.
pub fn is_callable(object: &PyObject) -> bool {
    object.ob_type().slots.tp_call.get().is_some()
}

/// Call `callable` with `args`. CPython: `PyObject_Vectorcall`.
#[inline]
pub fn call(ts: &ThreadState, callable: &PyObject, args: Args<'_>) -> PyResult {
    match callable.ob_type().slots.tp_call.get() {
        Some(slot) => slot(ts, callable, args),
        None => Err(ts.type_error(format_args!("'{}' object is not callable", callable.ob_type().name_string()))),
    }
}

/// `f()`
pub fn call_no_args(ts: &ThreadState, callable: &PyObject) -> PyResult {
    call(ts, callable, Args::NONE)
}

/// `f(arg)`
pub fn call_one(ts: &ThreadState, callable: &PyObject, arg: &PyObject) -> PyResult {
    call(ts, callable, Args::positional(&[arg.to_ref()]))
}

/// `x.name(args…)`. CPython: `PyObject_CallMethod`.
pub fn call_method(ts: &ThreadState, object: &PyObject, name: &str, args: &[PyRef]) -> PyResult {
    let name = ts.intern(name)?;
    let method = super::attr::get_attr(ts, object, &name)?;
    call(ts, &method, Args::positional(args))
}
