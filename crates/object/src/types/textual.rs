//! What str, bytes and bytearray share: the conversion of arguments, with CPython's messages.
//!
//! CPython counterpart: the converters of Argument Clinic and `_PyEval_SliceIndex`. Invariant: a conversion that can run Python code
//! (`__index__`) comes before anything is read from an object whose contents can change.

use crate::header::PyObject;
use crate::protocol;
use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};

/// The name of an object's type, as messages show it.
pub(crate) fn type_name(object: &PyObject) -> String {
    object.ob_type().name_string()
}

/// The same for a wrong argument: `None` stands for itself. CPython: `_PyArg_BadArgument`.
pub(crate) fn arg_name(ts: &ThreadState, object: &PyObject) -> String {
    if object.is(&ts.singletons().none) { "None".into() } else { type_name(object) }
}

/// An argument that must fit an index: TypeError for what is none, OverflowError for what does not fit. CPython: `Py_ssize_t`.
pub(crate) fn ssize(ts: &ThreadState, object: &PyObject) -> PyResult<isize> {
    protocol::index_isize(ts, object)
}

/// An argument that must fit 32 bits. CPython: `int`.
pub(crate) fn c_int(ts: &ThreadState, object: &PyObject) -> PyResult<i32> {
    let index = protocol::index(ts, object)?;
    match index.as_i64().map(i32::try_from) {
        Some(Ok(value)) => Ok(value),
        Some(Err(_)) => Err(ts.overflow_error("Python int too large to convert to C int")),
        None => Err(ts.overflow_error("Python int too large to convert to C long")),
    }
}

/// An optional bound of `find(sub, start, end)`: None is the default, what is too large is cut. CPython: `_PyEval_SliceIndex`.
fn bound(ts: &ThreadState, object: Option<&PyObject>, default: isize) -> PyResult<isize> {
    match object {
        None => Ok(default),
        Some(object) if object.is(&ts.singletons().none) => Ok(default),
        Some(object) => {
            if object.ob_type().slots.nb_index.get().is_none() {
                return Err(ts.type_error("slice indices must be integers or None or have an __index__ method"));
            }
            protocol::index_clamped(ts, object)
        }
    }
}

/// `start` and `end` of a search as they were given, before the length is known (converting them can run Python code).
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    start: isize,
    end: isize,
}

impl Bounds {
    /// Convert the arguments at `first` and behind it.
    pub(crate) fn from_args(ts: &ThreadState, args: &[PyRef], first: usize) -> PyResult<Bounds> {
        let start = bound(ts, args.get(first).map(|arg| &**arg), 0)?;
        let end = bound(ts, args.get(first + 1).map(|arg| &**arg), isize::MAX)?;
        Ok(Bounds { start, end })
    }

    /// The positions in a text of `len`; `None` where the start lies behind the end, so that not even nothing is found.
    pub(crate) fn within(self, len: usize) -> Option<(usize, usize)> {
        let len = len as isize;
        let fix = |at: isize| if at < 0 { (at + len).max(0) } else { at };
        let (start, end) = (fix(self.start), fix(self.end).min(len));
        (start <= end).then_some((start as usize, end as usize))
    }
}

/// `maxsplit`, `count`: negative means no limit.
pub(crate) fn limit(value: isize) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}
