//! atexit: what is called when the program has ended.
//!
//! CPython counterpart: `Modules/atexitmodule.c`. Invariant: the list lives in the module's namespace under a name that no identifier has,
//! so it dies with the module; it is called last in, first out, each entry once.

use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::types::list::List;
use minipy_object::types::module::{Module, ModuleDef};
use minipy_object::types::tuple::Tuple;

/// Where the list is.
const CALLS: &str = "<calls>";

fn calls(ts: &ThreadState, module: &PyObject) -> PyResult<Py<List>> {
    let found = match module.downcast::<Module>() {
        Some(module) => module.dict(ts)?.get_str(ts, &*ts.intern(CALLS)?)?,
        None => None,
    };
    match found.map(PyRef::downcast_into::<List>) {
        Some(Ok(list)) => Ok(list),
        Some(Err(_)) | None => Err(ts.runtime_error("atexit has lost its list")),
    }
}

fn register(ts: &ThreadState, module: &PyObject, args: Args<'_>) -> PyResult {
    let Some((func, rest)) = args.values().split_first().filter(|_| !args.pos().is_empty()) else {
        return Err(ts.type_error("register() takes at least 1 argument (0 given)"));
    };
    if !protocol::is_callable(func) {
        return Err(ts.type_error("the first argument must be callable"));
    }
    let names = args.kwnames().map_or_else(|| Tuple::empty(ts), |names| Ok(names.to_py()))?;
    let values = Tuple::from_slice(ts, rest)?;
    let entry = Tuple::from_array(ts, [func.clone(), values.into_ref(), names.into_ref()])?;
    calls(ts, module)?.append(ts, entry.into_ref())?;
    Ok(func.clone())
}

fn unregister(ts: &ThreadState, module: &PyObject, func: &PyObject) -> PyResult {
    let list = calls(ts, module)?;
    let mut kept = Vec::new();
    for entry in list.to_vec() {
        let same = match entry.downcast::<Tuple>().and_then(|entry| entry.get(0)) {
            Some(known) => protocol::eq(ts, &known, func)?,
            None => false,
        };
        if !same {
            kept.push(entry);
        }
    }
    list.clear_items();
    for entry in kept {
        list.append(ts, entry)?;
    }
    Ok(ts.none())
}

/// Call everything, newest first; each failure is reported.
fn run(ts: &ThreadState, list: &List) {
    while let Some(entry) = list.pop() {
        let Some([func, values, names]) = entry.downcast::<Tuple>().map(|entry| entry.items()) else { continue };
        let (Some(values), Some(names)) = (values.downcast::<Tuple>(), names.downcast::<Tuple>()) else { continue };
        if let Err(raised) = protocol::call(ts, func, Args::new(values.items(), Some(names))) {
            complain(ts, raised, func);
        }
    }
}

fn complain(ts: &ThreadState, raised: Raised, func: &PyObject) {
    ts.write_unraisable(raised, "Exception ignored in atexit callback", Some(func));
}

fn run_exitfuncs(ts: &ThreadState, module: &PyObject) -> PyResult {
    run(ts, &calls(ts, module)?.to_py());
    Ok(ts.none())
}

fn clear(ts: &ThreadState, module: &PyObject) -> PyResult {
    calls(ts, module)?.clear_items();
    Ok(ts.none())
}

fn ncallbacks(ts: &ThreadState, module: &PyObject) -> PyResult {
    Ok(ts.new_size(calls(ts, module)?.len())?.into_ref())
}

/// The program has ended: call what was registered, if the module was ever imported.
pub fn at_exit(ts: &ThreadState) {
    let found = (|| -> PyResult<Option<Py<List>>> {
        let Some(modules) = ts.modules() else { return Ok(None) };
        match modules.get_str(ts, &*ts.intern("atexit")?)? {
            Some(module) if module.is_kind::<Module>() => calls(ts, &module).map(Some),
            _ => Ok(None),
        }
    })();
    match found {
        Ok(Some(list)) => run(ts, &list),
        Ok(None) => {}
        Err(raised) => ts.clear_exception(raised),
    }
}

fn init(ts: &ThreadState, module: &Obj<Module>) -> PyResult<()> {
    module.add(ts, CALLS, List::new(ts)?)
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "register",
        "($module, func, /, *args, **kwargs)",
        Native::Raw(register),
        "Have func(*args, **kwargs) called when the program has ended; returns func.",
    ),
    MethodDef::new("unregister", "($module, func, /)", Native::O(unregister), "Forget every registration of func."),
    MethodDef::new("_clear", "($module, /)", Native::NoArgs(clear), "Forget all registrations."),
    MethodDef::new("_run_exitfuncs", "($module, /)", Native::NoArgs(run_exitfuncs), "Call what was registered now."),
    MethodDef::new("_ncallbacks", "($module, /)", Native::NoArgs(ncallbacks), "How many registrations there are."),
];

/// See the module.
pub(crate) static MODULE: ModuleDef =
    ModuleDef { name: "atexit", doc: "Functions that are called when the program has ended.", functions: FUNCTIONS, init: Some(init) };
