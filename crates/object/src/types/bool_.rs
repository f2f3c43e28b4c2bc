//! bool: True and False.
//!
//! CPython counterpart: `Objects/boolobject.c`.

use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};
use crate::typedef::TypeDef;
use crate::types::int::{INT, Int};

/// True or False, for bootstrap.
pub(crate) fn new_singleton(ts: &ThreadState, value: bool) -> PyResult<PyRef> {
    let number = minipy_scalar::int::Int::small(i64::from(value));
    Ok(Int::new_in(ts, &ts.types().bool_, &number)?.into_ref())
}

/// Whether a value is True or False.
pub fn is_bool(ts: &ThreadState, value: &crate::header::PyObject) -> bool {
    value.is(&ts.singletons().true_) || value.is(&ts.singletons().false_)
}

/// bool
pub static BOOL: TypeDef = TypeDef { base: Some(&INT), ..TypeDef::of::<Int>("bool") };
