//! The intrinsics of type parameters: TypeVar, ParamSpec, TypeVarTuple, type aliases, `Generic[…]`.
//!
//! CPython counterpart: `Objects/typevarobject.c`. The objects are those of a module `typing`, whose functions are called here by name, as
//! CPython calls `typing._generic_class_getitem` and the like.

use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};

/// Call a function of `typing`.
fn call(ts: &ThreadState, name: &str, args: &[PyRef]) -> PyResult {
    let typing = crate::import::import_module(ts, "typing")?;
    protocol::call_method(ts, &typing, name, args)
}

/// CALL_INTRINSIC_1 from 7 on: TYPEVAR, PARAMSPEC, TYPEVARTUPLE, SUBSCRIPT_GENERIC, TYPEALIAS.
pub(crate) fn intrinsic_1(ts: &ThreadState, which: usize, value: &PyObject) -> PyResult {
    let value = value.to_ref();
    match which {
        7 => call(ts, "TypeVar", &[value]),
        8 => call(ts, "ParamSpec", &[value]),
        9 => call(ts, "TypeVarTuple", &[value]),
        10 => {
            let typing = crate::import::import_module(ts, "typing")?;
            let generic = protocol::get_attr(ts, &typing, &*ts.intern("Generic")?)?;
            protocol::get_item(ts, &generic, &value)
        }
        _ => {
            let parts = protocol::to_vec(ts, &value)?;
            call(ts, "_make_type_alias", &parts)
        }
    }
}

/// CALL_INTRINSIC_2: TYPEVAR_WITH_BOUND, TYPEVAR_WITH_CONSTRAINTS, SET_TYPEPARAM_DEFAULT.
pub(crate) fn intrinsic_2(ts: &ThreadState, which: usize, first: &PyObject, second: &PyObject) -> PyResult {
    let args = [first.to_ref(), second.to_ref()];
    match which {
        2 => call(ts, "_make_typevar_with_bound", &args),
        3 => call(ts, "_make_typevar_with_constraints", &args),
        _ => call(ts, "_set_typeparam_default", &args),
    }
}
