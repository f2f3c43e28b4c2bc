//! Python threads: how one begins, what it runs, and what the end of the interpreter does with those that are left.
//!
//! CPython counterpart: `thread_run` in `Modules/_threadmodule.c`, `wait_for_thread_shutdown` in `Python/pylifecycle.c`. Invariant: a thread
//! has its machine state from its first to its last step under the lock.

use minipy_object::args::Args;
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::dict::Dict;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::frame::{VmThread, vm};
use crate::interp::vm_interp;

/// Start a thread that calls `func(*args, **kwargs)`; its identifier. When it has ended `done` is called with what it was given, the lock
/// still held. CPython: `do_start_new_thread`.
pub fn start(
    ts: &ThreadState,
    func: PyRef,
    args: Py<Tuple>,
    kwargs: Option<Py<Dict>>,
    awaited: bool,
    done: Option<PyRef>,
) -> PyResult<u64> {
    let kwargs = kwargs.map_or_else(|| ts.none(), Py::into_ref);
    let work = Tuple::from_slice(ts, &[func, args.into_ref(), kwargs, done.unwrap_or_else(|| ts.none())])?;
    match ts.spawn(work.into_ref(), awaited, run) {
        Some(ident) => Ok(ident),
        None => Err(ts.runtime_error("can't start new thread")),
    }
}

/// What a new thread does.
fn run(ts: &ThreadState, work: PyRef) {
    let Ok(work) = work.downcast_into::<Tuple>() else { return };
    let [func, args, kwargs, done] = work.items() else { return };
    let (func, done) = (func.clone(), done.clone());
    let ended = (|| -> PyResult<()> {
        crate::install::attach(ts, crate::install::fast_types(ts, &vm_interp(ts).types))?;
        if ts.is_leaving() {
            return Ok(());
        }
        call(ts, &func, args, kwargs)
    })();
    drop(work);
    if let Err(raised) = ended {
        if ts.exception_is(&raised, &ts.types().system_exit) {
            ts.clear_exception(raised);
        } else {
            let what = match protocol::repr(ts, &func) {
                Ok(repr) => format!("Exception ignored in thread started by {}", repr.to_rust_string()),
                Err(raised) => {
                    ts.clear_exception(raised);
                    "Exception ignored in thread".to_owned()
                }
            };
            ts.write_unraisable(raised, &what, None);
        }
    }
    drop(func);
    // Values of `threading.local` die in their thread.
    ts.clear();
    if !done.is(&ts.singletons().none) {
        if let Some(ended) = vm_interp(ts).hooks.get().thread_ended {
            ended(ts, &done);
        }
    }
    drop(done);
    ts.clear();
    if !ts.vm.get().is_null() {
        crate::install::detach(ts);
    }
}

fn call(ts: &ThreadState, func: &PyRef, args: &PyRef, kwargs: &PyRef) -> PyResult<()> {
    let Some(positional) = args.downcast::<Tuple>() else { return Err(ts.system_error("a thread's arguments are no tuple")) };
    let mut values: Vec<PyRef> = positional.items().to_vec();
    let mut names: Vec<PyRef> = Vec::new();
    if let Some(kwargs) = kwargs.downcast::<Dict>() {
        let mut at = 0;
        while let Some((name, value)) = kwargs.next(&mut at) {
            if !name.is_kind::<Str>() {
                return Err(ts.type_error("keywords must be strings"));
            }
            names.push(name);
            values.push(value);
        }
    }
    let kwnames = if names.is_empty() { None } else { Some(Tuple::from_vec(ts, names)?) };
    protocol::call(ts, func, Args::new(&values, kwnames.as_deref())).map(drop)
}

/// Call `f` with each thread that has a machine state.
pub(crate) fn each(ts: &ThreadState, mut f: impl FnMut(&ThreadState, &VmThread)) {
    ts.interp().threads.each(|state| {
        if !state.vm.get().is_null() {
            f(state, vm(state));
        }
    });
}

/// The program has ended: wait for the threads that are no daemons, then call what `atexit` was given. CPython:
/// `wait_for_thread_shutdown`, `_PyAtExit_Call`.
pub fn finish_threads(ts: &ThreadState) {
    let module = match ts.modules() {
        Some(modules) => ts.intern("threading").and_then(|name| modules.get_str(ts, &name)),
        None => Ok(None),
    };
    match module {
        Ok(Some(module)) => {
            if let Err(raised) = protocol::call_method(ts, &module, "_shutdown", &[]) {
                ts.write_unraisable(raised, "Exception ignored on threading shutdown", Some(&module));
            }
        }
        Ok(None) => {}
        Err(raised) => ts.clear_exception(raised),
    }
    while !ts.await_threads() {
        if let Err(raised) = minipy_object::lock::handle_poll(ts) {
            ts.write_unraisable(raised, "Exception ignored on threading shutdown", None);
            break;
        }
    }
    if let Some(at_exit) = vm_interp(ts).hooks.get().at_exit {
        at_exit(ts);
    }
}
