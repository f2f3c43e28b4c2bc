//! float.

use std::cell::Cell;

use crate::pyref::{Py, Visit};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, TypeDef};

/// The payload.
pub struct Float {
    value: Cell<f64>,
}

impl Body for Float {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

crate::py_layout!(Float, FLOAT, |ts| &ts.types().float);

impl Float {
    /// The value.
    pub fn value(&self) -> f64 {
        self.value.get()
    }
}

/// float
pub static FLOAT: TypeDef = TypeDef { ..TypeDef::of::<Float>("float") };

impl ThreadState {
    /// A float object.
    pub fn new_float(&self, value: f64) -> PyResult<Py<Float>> {
        Py::new(self, Float { value: Cell::new(value) })
    }
}
