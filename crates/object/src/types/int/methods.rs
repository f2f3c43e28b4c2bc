//! int: slots and methods.
//!
//! CPython counterpart: the method tables of `Objects/longobject.c`.

use super::Int;
use crate::typedef::TypeDef;

/// int
pub static INT: TypeDef = TypeDef { ..TypeDef::of::<Int>("int") };
