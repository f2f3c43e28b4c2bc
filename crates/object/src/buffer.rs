//! A view of an object's bytes: what `bf_getbuffer` returns.
//!
//! CPython counterpart: `Py_buffer`, for one-dimensional contiguous bytes. Invariant: the view owns a reference to the exporter, whose
//! bytes neither move nor change their number while it lives (M1: a resizable exporter counts its views and refuses to resize).

use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};

/// Bytes of an exporter, copied out: a snapshot that no later change of the exporter can invalidate.
pub struct Buffer {
    /// The exporter.
    pub owner: PyRef,
    /// Its bytes at the time of the call.
    pub bytes: Vec<u8>,
    /// Whether the exporter refuses writes.
    pub readonly: bool,
    /// Whether they lie in one piece, in order.
    pub contiguous: bool,
}

/// The bytes of an object that supports the buffer protocol: TypeError "a bytes-like object is required, not 'x'" for others, BufferError
/// where they do not lie in one piece. CPython: a request for `PyBUF_SIMPLE`.
pub fn get_buffer(ts: &ThreadState, object: &crate::header::PyObject) -> PyResult<Buffer> {
    let buffer = get_full_buffer(ts, object)?;
    if !buffer.contiguous {
        return Err(ts.buffer_error("memoryview: underlying buffer is not C-contiguous"));
    }
    Ok(buffer)
}

/// The same wherever the bytes lie. CPython: a request for `PyBUF_FULL_RO`.
pub fn get_full_buffer(ts: &ThreadState, object: &crate::header::PyObject) -> PyResult<Buffer> {
    match object.ob_type().slots.bf_getbuffer.get() {
        Some(get) => get(ts, object),
        None => Err(ts.type_error(format_args!("a bytes-like object is required, not '{}'", object.ob_type().name_string()))),
    }
}
