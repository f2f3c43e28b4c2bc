//! float: numbers of double precision.
//!
//! CPython counterpart: `Objects/floatobject.c`. The payload is the number; slots are in `float/arith.rs`, the constructor and the
//! methods in `float/methods.rs`. Invariant: a value that anybody else can see never changes; only a temporary's may
//! ([`Obj<Float>::set_temporary`]).

use std::cell::Cell;

use crate::header::{Obj, PyType};
use crate::pyref::{Py, Visit};
use crate::state::{PyResult, ThreadState};
use crate::typedef::Body;

pub(crate) mod arith;
mod methods;

pub use methods::FLOAT;

/// The payload.
pub struct Float {
    value: Cell<f64>,
}

impl Body for Float {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

crate::py_layout!(Float, FLOAT, |ts| &ts.types().float);

const _: () = assert!(size_of::<Obj<Float>>() == 24);

impl Float {
    /// The body of a float, for `alloc::new_plain`.
    #[inline(always)]
    pub fn plain(value: f64) -> Float {
        Float { value: Cell::new(value) }
    }

    /// An exact float. CPython: `PyFloat_FromDouble`.
    #[inline]
    pub fn new(ts: &ThreadState, value: f64) -> PyResult<Py<Float>> {
        Py::new(ts, Float { value: Cell::new(value) })
    }

    /// A new float of `ty` (a subclass of float).
    pub fn new_in(ts: &ThreadState, ty: &PyType, value: f64) -> PyResult<Py<Float>> {
        Py::new_in(ts, ty, Float { value: Cell::new(value) })
    }

    /// The value.
    #[inline(always)]
    pub fn value(&self) -> f64 {
        self.value.get()
    }
}

impl Obj<Float> {
    /// Change the value of a temporary that nobody else can see: its only reference is the caller's and it has only ever been on
    /// the value stack. The machine's arithmetic reuses such blocks.
    #[inline(always)]
    pub fn set_temporary(&self, value: f64) {
        debug_assert!(self.as_object().ob_refcnt() == 1);
        self.value.set(value);
    }
}

impl ThreadState {
    /// A float object.
    #[inline]
    pub fn new_float(&self, value: f64) -> PyResult<Py<Float>> {
        Float::new(self, value)
    }
}
