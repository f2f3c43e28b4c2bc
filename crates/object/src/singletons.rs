//! The shared objects of an interpreter: None, True, False, NotImplemented, Ellipsis, the small ints, the empty containers.
//!
//! CPython counterpart: `_PyRuntime.static_objects`. Nothing here is immortal: the struct owns one reference to each, like any
//! other holder, and their counts are the number of references there are.

use crate::pyref::{Py, PyRef};
use crate::types::bytes::BytesSingletons;
use crate::types::int::SmallInts;
use crate::types::str::StrSingletons;
use crate::types::tuple::Tuple;

/// See the module.
#[expect(missing_docs, reason = "each field is named after the object it holds")]
pub struct Singletons {
    pub none: PyRef,
    pub true_: PyRef,
    pub false_: PyRef,
    pub not_implemented: PyRef,
    pub ellipsis: PyRef,
    pub empty_tuple: Py<Tuple>,
    pub small_ints: SmallInts,
    pub strs: StrSingletons,
    pub bytes: BytesSingletons,
    pub memory_error: PyRef,
}
