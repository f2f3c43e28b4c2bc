//! Looking names up in namespaces, and the errors when they are not there.
//!
//! CPython counterpart: `_PyEval_LoadName`, `_PyEval_LoadGlobal`, `_PyEval_FormatExcCheckArg`, `_PyEval_BuiltinsFromGlobals`.

use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::types::dict::Dict;
use minipy_object::types::exceptions;
use minipy_object::types::module::Module;
use minipy_object::types::str::Str;

/// What a namespace has for a name: `None` if it does not have it. CPython: `PyMapping_GetOptionalItem`.
pub(crate) fn get_optional(ts: &ThreadState, namespace: &PyObject, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    if let Some(dict) = namespace.downcast_exact::<Dict>() {
        return dict.get_str(ts, name);
    }
    match protocol::get_item(ts, namespace, name.as_object()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if ts.exception_is(&raised, &ts.types().key_error) => {
            ts.clear_exception(raised);
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// A global or builtin; NameError if there is none.
pub(crate) fn load_global(ts: &ThreadState, globals: &PyObjectOrDict, builtins: &PyObject, name: &Obj<Str>) -> PyResult {
    if let Some(value) = globals.get_str(ts, name)? {
        return Ok(value);
    }
    match get_optional(ts, builtins, name)? {
        Some(value) => Ok(value),
        None => Err(not_defined(ts, name)),
    }
}

/// Globals are always a dict (or a subclass, whose own methods LOAD_GLOBAL does not call).
type PyObjectOrDict = Obj<Dict>;

/// `name 'x' is not defined`
#[cold]
pub(crate) fn not_defined(ts: &ThreadState, name: &Obj<Str>) -> Raised {
    ts.name_error(name, format_args!("name '{}' is not defined", name.to_rust_string()))
}

/// A NameError or UnboundLocalError with its `name`.
#[cold]
pub(crate) fn name_error_of(ts: &ThreadState, ty: &PyType, name: Option<Py<Str>>, message: &str) -> Raised {
    let raised = ts.raise(ty, message);
    let exc = ts.take_exception(raised);
    // CPython gives `name` to NameError alone, not to UnboundLocalError's finer message; the attribute exists on both.
    if std::ptr::eq(&raw const **ty, &raw const **ts.types().name_error) {
        exceptions::set_field(&exc, &exceptions::NAME_ERROR, 0, name.map(Py::into_ref));
    }
    ts.set_exception(exc)
}

/// The builtins that code with these globals sees. CPython: `_PyEval_BuiltinsFromGlobals`.
pub(crate) fn builtins_of(ts: &ThreadState, globals: &Obj<Dict>) -> PyResult {
    if let Some(found) = globals.get_str(ts, &ts.names().__builtins__)? {
        return match found.downcast::<Module>() {
            Some(module) => Ok(module.dict(ts)?.into_ref()),
            None => Ok(found),
        };
    }
    match ts.builtins() {
        Some(builtins) => Ok(builtins.into_ref()),
        None => Ok(Dict::new(ts)?.into_ref()),
    }
}
