//! _weakref: what `weakref` is made from.
//!
//! CPython counterpart: `Modules/_weakref.c`. The types live in `minipy_object::weakref`.

use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::types::module::{Module, ModuleDef};
use minipy_object::weakref::{Weakref, proxy, references_to};

fn getweakrefcount(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(ts.new_size(references_to(object).len())?.into_ref())
}

fn getweakrefs(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    let found = references_to(object).into_iter().map(Py::into_ref).collect();
    Ok(List::from_vec(ts, found)?.into_ref())
}

fn new_proxy(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    proxy::new(ts, args)
}

/// Take a key out of a dict if its value is a dead reference: in one step, so that no other thread comes between.
fn remove_dead_weakref(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let [dict, key] = args else { return Err(ts.system_error("arguments are missing after binding")) };
    let Some(dict) = dict.downcast::<Dict>() else {
        let kind = dict.ob_type().name_string();
        return Err(ts.type_error(format_args!("_remove_dead_weakref() argument 1 must be dict, not {kind}")));
    };
    if let Some(value) = dict.get_item(ts, key)? {
        match value.downcast::<Weakref>() {
            Some(weakref) if weakref.get().is_none() => {
                dict.del_item(ts, key)?;
            }
            Some(_) => {}
            None => return Err(ts.type_error("not a weakref")),
        }
    }
    Ok(ts.none())
}

fn init(ts: &ThreadState, module: &Obj<Module>) -> PyResult<()> {
    let types = ts.types();
    module.add(ts, "ref", types.weakref.to_ref())?;
    module.add(ts, "ReferenceType", types.weakref.to_ref())?;
    module.add(ts, "ProxyType", types.weakref_proxy.to_ref())?;
    module.add(ts, "CallableProxyType", types.weakref_callable_proxy.to_ref())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("getweakrefcount", "($module, object, /)", Native::O(getweakrefcount), "How many weak references an object has."),
    MethodDef::new("getweakrefs", "($module, object, /)", Native::O(getweakrefs), "The weak references that an object has."),
    MethodDef::new(
        "proxy",
        "",
        Native::Fast(new_proxy),
        "proxy(object[, callback])\n\nAn object that stands for another one as long as it lives.",
    ),
    MethodDef::new(
        "_remove_dead_weakref",
        "($module, dct, key, /)",
        Native::Fast(remove_dead_weakref),
        "Delete key from dict if its value is a dead weak reference.",
    ),
];

/// See the module.
pub(crate) static MODULE: ModuleDef =
    ModuleDef { name: "_weakref", doc: "References that do not keep their object alive.", functions: FUNCTIONS, init: Some(init) };
