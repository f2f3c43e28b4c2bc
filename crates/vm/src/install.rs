//! The machine's part of starting and ending an interpreter, and running code from outside.
//!
//! CPython counterpart: `Python/pylifecycle.c`, `PyEval_EvalCode`. Invariant: after [`uninstall`] nothing of this crate is left in the
//! heap: modules first, in CPython's order, then a full collection, then the machine's types.
#![expect(unsafe_code, reason = "owns the machine's state behind the opaque pointers of the thread and the interpreter")]

use std::ptr::NonNull;

use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::dict::Dict;
use minipy_object::types::module::Module;
use minipy_object::types::str::Str;

use crate::frame::{FastTypes, VmThread, vm};
use crate::interp::{VmInterp, vm_interp};
use crate::types::VmTypes;
use crate::types::code::Code;
use crate::types::function::Function;
use crate::types::method::Method;

pub(crate) fn fast_types(ts: &ThreadState, types: &VmTypes) -> FastTypes {
    let builtin = ts.types();
    let raw = |object: &PyRef| NonNull::from(&**object);
    FastTypes {
        int: builtin.int.as_raw(),
        float: builtin.float.as_raw(),
        list: builtin.list.as_raw(),
        tuple: builtin.tuple.as_raw(),
        bool: builtin.bool_.as_raw(),
        list_iterator: builtin.list_iterator.as_raw(),
        tuple_iterator: builtin.tuple_iterator.as_raw(),
        str_: builtin.str.as_raw(),
        range_iterator: builtin.range_iterator.as_raw(),
        function: NonNull::from(&*types.function),
        builtin_function: builtin.builtin_function.as_raw(),
        method_descriptor: builtin.method_descriptor.as_raw(),
        type_: builtin.type_.as_raw(),
        super_: builtin.super_.as_raw(),
        cell: NonNull::from(&*types.cell),
        generator: NonNull::from(&*types.generator),
        coroutine: NonNull::from(&*types.coroutine),
        none: raw(&ts.singletons().none),
        true_: raw(&ts.singletons().true_),
        false_: raw(&ts.singletons().false_),
    }
}

/// Make the machine's types and state, `builtins` and `sys`. Called once, after `object` has started.
pub fn install(ts: &ThreadState) -> PyResult<()> {
    let types = VmTypes::new(ts)?;
    let fast = fast_types(ts, &types);
    let unbound = protocol::call_no_args(ts, ts.types().object.as_object())?;
    let no_default = Py::new_in(ts, &types.no_default, crate::types::typevar::NoDefault)?.into_ref();
    let interp = Box::new(VmInterp::new(types, unbound, no_default));
    ts.interp().vm.set(Box::into_raw(interp).cast_const().cast());
    attach(ts, fast)?;
    ts.interp().unraisable.set(Some(unraisable));
    ts.interp().super_arguments.set(Some(super_arguments));
    ts.interp().bind_method.set(Some(|ts, function, this| Ok(Method::new(ts, function.to_ref(), this.to_ref())?.into_ref())));
    ts.interp().warn.set(Some(crate::warnings::warn));
    ts.interp().module_name.set(Some(current_module_name));
    let modules = Dict::new(ts)?;
    ts.set_modules(modules.clone());
    crate::builtins::install(ts, &modules)?;
    crate::sys::install(ts, &modules)
}

/// Give a thread its machine state.
pub(crate) fn attach(ts: &ThreadState, fast: FastTypes) -> PyResult<()> {
    let thread = Box::new(VmThread::new(fast, vm_interp(ts).recursion_limit.get()));
    ts.vm.set(Box::into_raw(thread).cast_const().cast());
    let vt = vm(ts);
    // The handlers rely on there being a record.
    let record = vt.next_record(ts)?;
    vt.free_record.set(record.as_ptr());
    Ok(())
}

/// Take a thread's machine state back. No frame of it is left.
pub(crate) fn detach(ts: &ThreadState) {
    if ts.vm.get().is_null() {
        return;
    }
    vm(ts).release(ts);
    crate::observe::remove_all_observers(ts);
    // SAFETY: no frame is left and nothing of this thread runs any more; the box was made by `attach`.
    unsafe {
        let thread = ts.vm.replace(std::ptr::null());
        drop(Box::from_raw(thread.cast::<VmThread>().cast_mut()));
    }
}

/// The arguments of `super()` in the method that runs. CPython: `super_init_without_args`.
fn super_arguments(ts: &ThreadState) -> PyResult<(PyRef, PyRef)> {
    crate::frame::super_arguments(ts)
}

fn unraisable(ts: &ThreadState, exception: PyRef, what: &str, object: Option<&PyObject>) {
    let hook = match crate::sys::attribute(ts, "unraisablehook") {
        Ok(hook) => hook,
        Err(raised) => {
            ts.clear_exception(raised);
            None
        }
    };
    let done = (|| -> PyResult<()> {
        if let Some(exc) = exception.downcast::<minipy_object::types::exceptions::BaseException>() {
            // What was raised in native code has come from where the program stands.
            if exc.traceback().is_none() {
                if let Some(frame) = crate::types::frame::frame_at(ts, 0)? {
                    let index = frame.index();
                    exc.set_traceback(Some(crate::types::traceback::Traceback::new(ts, None, frame, index)?.into_ref()));
                }
            }
        }
        let Some(hook) = hook else {
            let text = crate::traceback_text::format_unraisable(ts, &exception, what, object);
            return crate::sys::write_stderr(ts, &text);
        };
        let traceback = exception
            .downcast::<minipy_object::types::exceptions::BaseException>()
            .and_then(|exc| exc.traceback())
            .unwrap_or_else(|| ts.none());
        let message = if what.is_empty() || what == "Exception ignored in" { ts.none() } else { ts.new_str(what)?.into_ref() };
        let fields =
            [exception.ob_type().to_ref(), exception.clone(), traceback, message, object.map_or_else(|| ts.none(), PyObject::to_ref)];
        let args = crate::sys_records::unraisable_hook_args(ts, &fields)?;
        if let Err(raised) = protocol::call_one(ts, &hook, &args) {
            let failure = ts.take_exception(raised);
            let text = crate::traceback_text::format_unraisable(ts, &failure, "Exception ignored in sys.unraisablehook", Some(&hook));
            crate::sys::write_stderr(ts, &text)?;
        }
        Ok(())
    })();
    if let Err(raised) = done {
        ts.clear_exception(raised);
    }
}

/// The `__name__` of the module whose code runs.
fn current_module_name(ts: &ThreadState) -> Option<PyRef> {
    let found = crate::frame::globals_of(vm(ts).current.get())?.get_str(ts, &ts.names().__name__);
    match found {
        Ok(found) => found,
        Err(raised) => {
            ts.clear_exception(raised);
            None
        }
    }
}

/// A new `__main__` module, in `sys.modules`.
pub fn new_main_module(ts: &ThreadState) -> PyResult<Py<Module>> {
    let module = Module::new(ts, "__main__")?;
    let dict = module.dict(ts)?;
    let builtins = match ts.modules() {
        Some(modules) => modules.get_str(ts, &*ts.intern("builtins")?)?,
        None => None,
    };
    if let Some(builtins) = builtins {
        dict.set_str(ts, &ts.names().__builtins__, builtins)?;
    }
    if let Some(modules) = ts.modules() {
        modules.set_str(ts, &ts.names().__main__, module.to_ref())?;
    }
    Ok(module)
}

/// Run code in namespaces. CPython: `PyEval_EvalCode`.
pub fn run_code(ts: &ThreadState, code: &Obj<Code>, globals: &Obj<Dict>, locals: Option<PyRef>) -> PyResult {
    let function = Function::new(ts, code, globals)?;
    let locals = locals.unwrap_or_else(|| globals.to_ref());
    crate::call::call_with_namespace(ts, &function, locals)
}

/// Take the modules apart, in CPython's order: names that hold the program's state, the user's modules, then sys and builtins.
/// CPython: `finalize_modules`.
pub fn shutdown(ts: &ThreadState) {
    let report = |result: PyResult<()>| {
        if let Err(raised) = result {
            ts.write_unraisable(raised, "", None);
        }
    };
    report(crate::sys::flush_streams(ts));
    report(clear_modules(ts));
}

fn clear_modules(ts: &ThreadState) -> PyResult<()> {
    let Some(modules) = ts.modules() else { return Ok(()) };
    for name in [
        "path",
        "argv",
        "ps1",
        "ps2",
        "last_exc",
        "last_type",
        "last_value",
        "last_traceback",
        "path_hooks",
        "path_importer_cache",
        "meta_path",
    ] {
        if crate::sys::attribute(ts, name)?.is_some() {
            crate::sys::set_attribute(ts, name, ts.none())?;
        }
    }
    if let Some(builtins) = ts.builtins() {
        if builtins.get_str(ts, &ts.names().under)?.is_some() {
            builtins.set_str(ts, &ts.names().under, ts.none())?;
        }
    }
    for (name, original) in [("stdin", "__stdin__"), ("stdout", "__stdout__"), ("stderr", "__stderr__")] {
        if let Some(file) = crate::sys::attribute(ts, original)? {
            crate::sys::set_attribute(ts, name, file)?;
        }
    }
    // The modules: those that nobody else holds die here.
    let mut held: Vec<PyRef> = Vec::new();
    let (sys_name, builtins_name) = (ts.intern("sys")?, ts.intern("builtins")?);
    let mut at = 0;
    let mut names = Vec::new();
    while let Some((name, module)) = modules.next(&mut at) {
        let own = name.downcast::<Str>().is_some_and(|name| name.equals(&sys_name) || name.equals(&builtins_name));
        if !own && module.downcast::<Module>().is_some() {
            held.push(module);
            names.push(name);
        }
    }
    for name in &names {
        modules.set_item(ts, name, ts.none())?;
    }
    drop(names);
    // Release in the reverse order of import; a module that is still held by something has its namespace cleared.
    let mut alive = Vec::new();
    while let Some(module) = held.pop() {
        if module.ob_refcnt() > 1 {
            alive.push(module);
        } else {
            drop(module);
        }
    }
    modules.clear();
    ts.interp().gc.collect(ts, 2);
    while let Some(module) = alive.pop() {
        if let Some(module) = module.downcast::<Module>() {
            clear_namespace(ts, &*module.dict(ts)?)?;
        }
    }
    ts.interp().gc.collect(ts, 2);
    Ok(())
}

/// Set the names of a module's namespace to None: those with one underscore first, then all but `__builtins__`. CPython:
/// `_PyModule_ClearDict`.
fn clear_namespace(ts: &ThreadState, dict: &Obj<Dict>) -> PyResult<()> {
    for underscored in [true, false] {
        for name in dict.keys() {
            let Some(text) = name.downcast::<Str>() else { continue };
            let first = text.char_at(0) == Some(u32::from('_')) && text.char_at(1) != Some(u32::from('_'));
            if first == underscored && !text.equals_str("__builtins__") {
                dict.set_item(ts, &name, ts.none())?;
            }
        }
    }
    Ok(())
}

/// Give everything back that [`install`] made. No Python code runs any more afterwards.
pub fn uninstall(ts: &ThreadState) {
    let sys = vm_interp(ts).sys.take();
    if let Some(dict) = sys.and_then(|dict| dict.downcast_into::<Dict>().ok()) {
        dict.clear();
    }
    if let Some(builtins) = ts.builtins() {
        builtins.clear();
    }
    vm_interp(ts).asyncgen_hooks.firstiter.clear();
    vm_interp(ts).asyncgen_hooks.finalizer.clear();
    vm_interp(ts).unsupported_operation.clear();
    ts.interp().gc.forget_lists();
    // The instance for a lack of memory lives longer than what it was raised in.
    if let Some(exception) = ts.singletons().memory_error.downcast::<minipy_object::types::exceptions::BaseException>() {
        exception.set_traceback(None);
        exception.set_context(None);
    }
    ts.interp().unraisable.set(None);
    ts.interp().super_arguments.set(None);
    ts.interp().bind_method.set(None);
    ts.interp().module_name.set(None);
    ts.clear();
    ts.interp().gc.collect(ts, 2);
    detach(ts);
    for ty in vm_interp(ts).types.all() {
        minipy_object::bootstrap::strip_type(&ty.to_py());
    }
    minipy_object::module_types::strip_all(ts);
    ts.interp().gc.collect(ts, 2);
    minipy_object::module_types::drop_all(ts);
    // SAFETY: as above. The types stay readable until the box's references are dropped one by one.
    unsafe {
        let interp = ts.interp().vm.get().cast::<VmInterp>().cast_mut();
        drop(Box::from_raw(interp));
        ts.interp().vm.set(std::ptr::null());
    }
}
