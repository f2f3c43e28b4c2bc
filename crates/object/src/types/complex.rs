//! complex.

use std::cell::Cell;

use crate::pyref::Visit;
use crate::typedef::{Body, TypeDef};

/// The payload.
pub struct Complex {
    value: Cell<f64>,
}

impl Body for Complex {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

crate::py_layout!(Complex, COMPLEX, |ts| &ts.types().complex);

impl Complex {
    /// The value.
    pub fn value(&self) -> f64 {
        self.value.get()
    }
}

/// complex
pub static COMPLEX: TypeDef = TypeDef { ..TypeDef::of::<Complex>("complex") };
