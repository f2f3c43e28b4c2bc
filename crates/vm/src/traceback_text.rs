//! placeholder
use minipy_object::header::PyObject;
use minipy_object::pyref::PyRef;
use minipy_object::state::ThreadState;
pub fn format_exception(ts: &ThreadState, exc: &PyRef) -> String { let _ = (ts, exc); String::new() }
pub fn format_unraisable(ts: &ThreadState, exc: &PyRef, what: &str, object: Option<&PyObject>) -> String { let _ = (ts, exc, what, object); String::new() }
pub fn print_exception(ts: &ThreadState, exc: &PyRef) { let _ = (ts, exc); }
