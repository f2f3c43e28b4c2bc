//! The builtins module.
//!
//! CPython counterpart: `Python/bltinmodule.c`. Functions come from the tables of the files beside this one, types and exceptions from the
//! list of types: a name is there because its thing is.

mod class;
mod code;
mod functions;
mod io;
pub(crate) mod site;

use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::builtin_function::BuiltinFunction;
use minipy_object::types::dict::Dict;
use minipy_object::types::module::Module;

/// The types whose names are builtins.
const TYPES: &[&str] = &[
    "bool",
    "memoryview",
    "bytearray",
    "bytes",
    "classmethod",
    "complex",
    "dict",
    "enumerate",
    "filter",
    "float",
    "frozenset",
    "property",
    "int",
    "list",
    "map",
    "object",
    "range",
    "reversed",
    "set",
    "slice",
    "staticmethod",
    "str",
    "super",
    "tuple",
    "type",
    "zip",
];

/// Make the module and put it into `sys.modules`.
pub(crate) fn install(ts: &ThreadState, modules: &Py<Dict>) -> PyResult<Py<Module>> {
    let module = Module::new(ts, "builtins")?;
    module.set_native();
    let dict = module.dict(ts)?;
    let doc = "Built-in functions, types, exceptions, and other objects.";
    dict.set_str(ts, &ts.names().__doc__, ts.new_str(doc)?.into_ref())?;
    let name = ts.intern("builtins")?.into_ref();
    for table in [class::FUNCTIONS, functions::FUNCTIONS, code::FUNCTIONS, io::FUNCTIONS] {
        for def in table {
            let function = BuiltinFunction::new(ts, def, Some(module.to_ref()), Some(name.clone()))?;
            dict.set_str(ts, &*ts.intern(def.name)?, function.into_ref())?;
        }
    }
    for (name, value) in [
        ("None", ts.none()),
        ("Ellipsis", ts.singletons().ellipsis.clone()),
        ("NotImplemented", ts.not_implemented()),
        ("False", ts.bool(false)),
        ("True", ts.bool(true)),
        ("__debug__", ts.bool(true)),
    ] {
        dict.set_str(ts, &*ts.intern(name)?, value)?;
    }
    for ty in ts.types().all() {
        let name = ty.def().name;
        if TYPES.contains(&name) || ty.is_subtype(&ts.types().base_exception) {
            dict.set_str(ts, &*ts.intern(name)?, ty.to_ref())?;
        }
    }
    let os_error = ts.types().os_error.to_ref();
    for alias in ["EnvironmentError", "IOError"] {
        dict.set_str(ts, &*ts.intern(alias)?, os_error.clone())?;
    }
    modules.set_str(ts, &*ts.intern("builtins")?, module.to_ref())?;
    ts.set_builtins(dict);
    Ok(module)
}

/// A builtin by name, for those that refer to one.
pub(crate) fn lookup(ts: &ThreadState, name: &str) -> PyResult<PyRef> {
    let found = match ts.builtins() {
        Some(builtins) => builtins.get_str(ts, &*ts.intern(name)?)?,
        None => None,
    };
    found.ok_or_else(|| ts.system_error(format_args!("builtins has no {name}")))
}
