//! _thread: threads, locks, and values of a thread's own.
//!
//! CPython counterpart: `Modules/_threadmodule.c`. Starting and ending a thread is `minipy_vm::thread`, waiting is `minipy_object::threads`.
//! Invariants: nobody waits with the interpreter's lock held; a wait ends early only to answer the poll word, and goes on after that; an
//! RLock's owner and count change under the interpreter's lock, its owner only while its gate is held.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use minipy_object::args::{Args, Bound, bind_new};
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::lock::handle_poll;
use minipy_object::module_types;
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState, poll};
use minipy_object::threads::{Gate, Waited};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::float::Float;
use minipy_object::types::module::{Module, ModuleDef};
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use minipy_object::weakref::WeakList;

/// The longest wait, in seconds: CPython's on a system with 64 bits.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// Wait for a gate, answering the poll word on the way; whether it is ours.
fn wait(ts: &ThreadState, gate: &Arc<Gate>, timeout: Option<Duration>) -> PyResult<bool> {
    if gate.try_acquire() {
        return Ok(true);
    }
    if timeout == Some(Duration::ZERO) {
        return Ok(false);
    }
    let (host, word) = (&*ts.interp().host, &ts.poll);
    let deadline = timeout.map(|timeout| host.monotonic().saturating_add(timeout));
    loop {
        match ts.without_lock(|| gate.acquire(host, deadline, word)) {
            Waited::Acquired => return Ok(true),
            Waited::TimedOut => return Ok(false),
            Waited::Interrupted => handle_poll(ts)?,
        }
    }
}

/// Seconds as a wait takes them. CPython: `_PyTime_FromSecondsObject`.
fn seconds(ts: &ThreadState, object: &PyObject) -> PyResult<f64> {
    let seconds = match object.downcast::<Float>() {
        Some(float) => float.value(),
        None => protocol::index(ts, object)?.as_i64().map_or(f64::INFINITY, |whole| whole as f64),
    };
    if seconds.is_nan() {
        return Err(ts.value_error("Invalid value NaN (not a number)"));
    }
    if seconds.abs() >= 9_223_372_036.854_775 {
        return Err(ts.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok(seconds)
}

/// The arguments of `acquire(blocking=True, timeout=-1)`: no time is forever. CPython: `lock_acquire_parse_args`.
fn acquire_arguments(ts: &ThreadState, args: &Bound<'_>) -> PyResult<Option<Duration>> {
    let blocking = args.get(0).map_or(Ok(true), |blocking| protocol::is_true(ts, blocking))?;
    let timeout = args.get(1).map_or(Ok(-1.0), |timeout| seconds(ts, timeout))?;
    if !blocking && timeout != -1.0 {
        return Err(ts.value_error("can't specify a timeout for a non-blocking call"));
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(ts.value_error("timeout value must be a non-negative number"));
    }
    if !blocking {
        return Ok(Some(Duration::ZERO));
    }
    if timeout > TIMEOUT_MAX {
        return Err(ts.overflow_error("timeout value is too large"));
    }
    // Only -1 is negative here.
    Ok(Duration::try_from_secs_f64(timeout).ok())
}

// --- lock ------------------------------------------------------------------------------------------------------------------------

/// The payload of `_thread.lock`.
pub(crate) struct Lock {
    gate: Arc<Gate>,
    weaklist: WeakList,
}

impl Body for Lock {
    const COLLECTED: bool = false;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Lock, weaklist));
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

py_layout!(Lock, LOCK, |ts| module_types::module_type(ts, &LOCK));

fn lock<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Lock>> {
    this.downcast().ok_or_else(|| ts.type_error("a lock was expected"))
}

fn new_lock(ts: &ThreadState) -> PyResult {
    Ok(Py::new(ts, Lock { gate: Arc::new(Gate::default()), weaklist: WeakList::new() })?.into_ref())
}

fn lock_new(ts: &ThreadState, _ty: &PyType, args: Args<'_>) -> PyResult {
    bind_new(ts, "lock", "()", args)?;
    new_lock(ts)
}

fn allocate_lock(ts: &ThreadState, _module: &PyObject) -> PyResult {
    new_lock(ts)
}

fn lock_acquire(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let timeout = acquire_arguments(ts, args)?;
    Ok(ts.bool(wait(ts, &lock(ts, this)?.gate, timeout)?))
}

fn lock_enter(ts: &ThreadState, this: &PyObject) -> PyResult {
    wait(ts, &lock(ts, this)?.gate, None)?;
    Ok(ts.bool(true))
}

fn lock_release(ts: &ThreadState, this: &PyObject) -> PyResult {
    if lock(ts, this)?.gate.release() { Ok(ts.none()) } else { Err(ts.runtime_error("release unlocked lock")) }
}

fn lock_exit(ts: &ThreadState, this: &PyObject, _args: &[PyRef]) -> PyResult {
    lock_release(ts, this)
}

fn lock_locked(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(lock(ts, this)?.gate.is_held()))
}

fn lock_at_fork(ts: &ThreadState, this: &PyObject) -> PyResult {
    lock(ts, this)?.gate.release();
    Ok(ts.none())
}

fn lock_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let state = if lock(ts, this)?.gate.is_held() { "locked" } else { "unlocked" };
    let kind = this.ob_type().full_name(ts);
    Ok(ts.new_str(&format!("<{state} {kind} object at {:#x}>", this.id()))?.into_ref())
}

static LOCK: TypeDef = TypeDef {
    module: "_thread",
    doc: Some("A lock that one thread holds at a time; any thread may release it."),
    slots: Slots { tp_new: Some(lock_new), tp_repr: Some(lock_repr), ..Slots::INHERIT },
    methods: &[
        MethodDef::new(
            "acquire",
            "($self, /, blocking=True, timeout=-1)",
            Native::Keywords(lock_acquire),
            "Take the lock, waiting for it if asked to; whether it was taken.",
        ),
        MethodDef::new(
            "acquire_lock",
            "($self, /, blocking=True, timeout=-1)",
            Native::Keywords(lock_acquire),
            "An old name of acquire().",
        ),
        MethodDef::new("release", "($self, /)", Native::NoArgs(lock_release), "Let the lock go; it must be held."),
        MethodDef::new("release_lock", "($self, /)", Native::NoArgs(lock_release), "An old name of release()."),
        MethodDef::new("locked", "($self, /)", Native::NoArgs(lock_locked), "Whether some thread holds the lock."),
        MethodDef::new("locked_lock", "($self, /)", Native::NoArgs(lock_locked), "An old name of locked()."),
        MethodDef::new("__enter__", "($self, /)", Native::NoArgs(lock_enter), "Take the lock."),
        MethodDef::new("__exit__", "", Native::Fast(lock_exit), "Let the lock go."),
        MethodDef::new("_at_fork_reinit", "($self, /)", Native::NoArgs(lock_at_fork), "Make the lock free."),
    ],
    ..TypeDef::of::<Lock>("lock")
};

// --- RLock -----------------------------------------------------------------------------------------------------------------------

/// The payload of `_thread.RLock`.
pub(crate) struct RLock {
    gate: Arc<Gate>,
    owner: Cell<u64>,
    count: Cell<u64>,
    weaklist: WeakList,
}

impl Body for RLock {
    const COLLECTED: bool = false;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(RLock, weaklist));
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

py_layout!(RLock, RLOCK, |ts| module_types::module_type(ts, &RLOCK));

fn rlock<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<RLock>> {
    this.downcast().ok_or_else(|| ts.type_error("an RLock was expected"))
}

fn rlock_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    let body = RLock { gate: Arc::new(Gate::default()), owner: Cell::new(0), count: Cell::new(0), weaklist: WeakList::new() };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

fn rlock_init(_ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult<()> {
    Ok(())
}

fn take(ts: &ThreadState, this: &PyObject, timeout: Option<Duration>) -> PyResult<bool> {
    let rlock = rlock(ts, this)?;
    let me = ts.ident.get();
    if rlock.owner.get() == me {
        match rlock.count.get().checked_add(1) {
            Some(count) => rlock.count.set(count),
            None => return Err(ts.overflow_error("Internal lock count overflowed")),
        }
        return Ok(true);
    }
    let taken = wait(ts, &rlock.gate, timeout)?;
    if taken {
        rlock.owner.set(me);
        rlock.count.set(1);
    }
    Ok(taken)
}

fn rlock_acquire(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let timeout = acquire_arguments(ts, args)?;
    Ok(ts.bool(take(ts, this, timeout)?))
}

fn rlock_enter(ts: &ThreadState, this: &PyObject) -> PyResult {
    take(ts, this, None)?;
    Ok(ts.bool(true))
}

fn rlock_release(ts: &ThreadState, this: &PyObject) -> PyResult {
    let rlock = rlock(ts, this)?;
    if rlock.owner.get() != ts.ident.get() || rlock.count.get() == 0 {
        return Err(ts.runtime_error("cannot release un-acquired lock"));
    }
    rlock.count.set(rlock.count.get() - 1);
    if rlock.count.get() == 0 {
        rlock.owner.set(0);
        rlock.gate.release();
    }
    Ok(ts.none())
}

fn rlock_exit(ts: &ThreadState, this: &PyObject, _args: &[PyRef]) -> PyResult {
    rlock_release(ts, this)
}

fn rlock_is_owned(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(rlock(ts, this)?.owner.get() == ts.ident.get()))
}

fn rlock_count(ts: &ThreadState, this: &PyObject) -> PyResult {
    let rlock = rlock(ts, this)?;
    let count = if rlock.owner.get() == ts.ident.get() { rlock.count.get() } else { 0 };
    Ok(ts.new_size(count as usize)?.into_ref())
}

fn rlock_release_save(ts: &ThreadState, this: &PyObject) -> PyResult {
    let rlock = rlock(ts, this)?;
    if rlock.count.get() == 0 {
        return Err(ts.runtime_error("cannot release un-acquired lock"));
    }
    let (count, owner) = (rlock.count.replace(0), rlock.owner.replace(0));
    rlock.gate.release();
    let pair = [ts.new_size(count as usize)?.into_ref(), ts.new_size(owner as usize)?.into_ref()];
    Ok(Tuple::from_array(ts, pair)?.into_ref())
}

fn rlock_acquire_restore(ts: &ThreadState, this: &PyObject, state: &PyObject) -> PyResult {
    let rlock = rlock(ts, this)?;
    let number = |object: &PyRef| protocol::index_isize(ts, object, &ts.types().overflow_error);
    let (count, owner) = match state.downcast::<Tuple>().map(|state| state.items()) {
        Some([count, owner]) => (number(count)?, number(owner)?),
        Some(_) | None => return Err(ts.type_error("_acquire_restore() argument 1 must be a 2-item tuple")),
    };
    wait(ts, &rlock.gate, None)?;
    rlock.count.set(count as u64);
    rlock.owner.set(owner as u64);
    Ok(ts.none())
}

fn rlock_at_fork(ts: &ThreadState, this: &PyObject) -> PyResult {
    let rlock = rlock(ts, this)?;
    rlock.count.set(0);
    rlock.owner.set(0);
    rlock.gate.release();
    Ok(ts.none())
}

fn rlock_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let rlock = rlock(ts, this)?;
    let state = if rlock.count.get() > 0 { "locked" } else { "unlocked" };
    let kind = this.ob_type().full_name(ts);
    let (owner, count) = (rlock.owner.get(), rlock.count.get());
    Ok(ts.new_str(&format!("<{state} {kind} object owner={owner} count={count} at {:#x}>", this.id()))?.into_ref())
}

static RLOCK: TypeDef = TypeDef {
    module: "_thread",
    doc: Some("A lock that the thread which holds it can take again; it is free when it was released as often."),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(rlock_new), tp_init: Some(rlock_init), tp_repr: Some(rlock_repr), ..Slots::INHERIT },
    methods: &[
        MethodDef::new(
            "acquire",
            "($self, /, blocking=True, timeout=-1)",
            Native::Keywords(rlock_acquire),
            "Take the lock, waiting for it if asked to; whether it was taken.",
        ),
        MethodDef::new("release", "($self, /)", Native::NoArgs(rlock_release), "Undo one acquire() of this thread."),
        MethodDef::new("_is_owned", "($self, /)", Native::NoArgs(rlock_is_owned), "Whether this thread holds the lock."),
        MethodDef::new("_recursion_count", "($self, /)", Native::NoArgs(rlock_count), "How often this thread holds the lock."),
        MethodDef::new("_release_save", "($self, /)", Native::NoArgs(rlock_release_save), "Let the lock go wholly; what to restore."),
        MethodDef::new("_acquire_restore", "($self, state, /)", Native::O(rlock_acquire_restore), "Take the lock as it was held."),
        MethodDef::new("_at_fork_reinit", "($self, /)", Native::NoArgs(rlock_at_fork), "Make the lock free."),
        MethodDef::new("__enter__", "($self, /)", Native::NoArgs(rlock_enter), "Take the lock."),
        MethodDef::new("__exit__", "", Native::Fast(rlock_exit), "Undo one __enter__() of this thread."),
    ],
    ..TypeDef::of::<RLock>("RLock")
};

// --- handles ---------------------------------------------------------------------------------------------------------------------

/// How far a thread of a handle is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    NotStarted,
    Running,
    Done,
}

/// The payload of `_thread._ThreadHandle`.
pub(crate) struct Handle {
    stage: Cell<Stage>,
    ident: Cell<u64>,
    /// Held while the thread runs.
    running: Arc<Gate>,
    weaklist: WeakList,
}

impl Body for Handle {
    const COLLECTED: bool = false;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Handle, weaklist));
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

py_layout!(Handle, HANDLE, |ts| module_types::module_type(ts, &HANDLE));

fn handle<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Handle>> {
    this.downcast().ok_or_else(|| ts.type_error("'handle' must be a _ThreadHandle"))
}

fn new_handle(ts: &ThreadState, stage: Stage, ident: u64) -> PyResult<Py<Handle>> {
    let running = Arc::new(Gate::default());
    Py::new(ts, Handle { stage: Cell::new(stage), ident: Cell::new(ident), running, weaklist: WeakList::new() })
}

fn handle_new(ts: &ThreadState, _ty: &PyType, args: Args<'_>) -> PyResult {
    bind_new(ts, "_ThreadHandle", "()", args)?;
    Ok(new_handle(ts, Stage::NotStarted, 0)?.into_ref())
}

fn make_thread_handle(ts: &ThreadState, _module: &PyObject, ident: &PyObject) -> PyResult {
    let ident = protocol::index_isize(ts, ident, &ts.types().overflow_error)?;
    let handle = new_handle(ts, Stage::Running, ident as u64)?;
    handle.running.try_acquire();
    Ok(handle.into_ref())
}

/// The hook of `minipy_vm::thread`: the thread of a handle has ended.
pub fn thread_ended(_ts: &ThreadState, handle: &PyObject) {
    if let Some(handle) = handle.downcast::<Handle>() {
        handle.stage.set(Stage::Done);
        handle.running.release();
    }
}

fn handle_join(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let handle = handle(ts, this)?;
    let timeout = match args.first().filter(|timeout| !timeout.is(&ts.singletons().none)) {
        // A negative time is forever here.
        Some(timeout) => Duration::try_from_secs_f64(seconds(ts, timeout)?).ok(),
        None => None,
    };
    match handle.stage.get() {
        Stage::NotStarted => return Err(ts.runtime_error("thread not started")),
        Stage::Running if handle.ident.get() == ts.ident.get() => return Err(ts.runtime_error("Cannot join current thread")),
        Stage::Running | Stage::Done => {}
    }
    if wait(ts, &handle.running, timeout)? {
        // Others may be waiting too.
        handle.running.release();
    }
    Ok(ts.none())
}

fn handle_is_done(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(handle(ts, this)?.stage.get() == Stage::Done))
}

fn handle_set_done(ts: &ThreadState, this: &PyObject) -> PyResult {
    if handle(ts, this)?.stage.get() == Stage::NotStarted {
        return Err(ts.runtime_error("thread not started"));
    }
    thread_ended(ts, this);
    Ok(ts.none())
}

fn handle_ident(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.new_size(handle(ts, this)?.ident.get() as usize)?.into_ref())
}

fn handle_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let kind = this.ob_type().full_name(ts);
    Ok(ts.new_str(&format!("<{kind} object: ident={}>", handle(ts, this)?.ident.get()))?.into_ref())
}

static HANDLE: TypeDef = TypeDef {
    module: "_thread",
    doc: Some("A thread to wait for."),
    slots: Slots { tp_new: Some(handle_new), tp_repr: Some(handle_repr), ..Slots::INHERIT },
    methods: &[
        MethodDef::new("join", "($self, timeout=None, /)", Native::Fast(handle_join), "Wait until the thread has ended."),
        MethodDef::new("is_done", "($self, /)", Native::NoArgs(handle_is_done), "Whether the thread has ended."),
        MethodDef::new("_set_done", "($self, /)", Native::NoArgs(handle_set_done), "Call the thread ended."),
    ],
    getset: &[GetSetDef::getter("ident", handle_ident)],
    ..TypeDef::of::<Handle>("_ThreadHandle")
};

// --- local -----------------------------------------------------------------------------------------------------------------------

/// The payload of `threading.local`: what its constructor was called with. The values lie in a dict of each thread.
pub(crate) struct Local {
    args: Field,
    kwnames: Field,
    weaklist: WeakList,
}

impl Body for Local {
    const COLLECTED: bool = true;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Local, weaklist));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.args.traverse(visit);
        self.kwnames.traverse(visit);
    }
    fn clear(&self) {
        self.args.clear();
        self.kwnames.clear();
    }
}

py_layout!(Local, LOCAL, |ts| module_types::module_type(ts, &LOCAL));

fn local_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    // A class with an `__init__` of its own takes arguments: they are given to it again in each thread.
    let own_init = ty.slots.tp_init.get().map(|init| init as usize) != Some(local_init as fn(_, _, _) -> _ as usize);
    if !args.is_empty() && !own_init {
        return Err(ts.type_error("Initialization arguments are not supported"));
    }
    let body = Local {
        args: Field::new(Tuple::from_slice(ts, args.values())?),
        kwnames: Field::from_option(args.kwnames().map(Obj::to_ref)),
        weaklist: WeakList::new(),
    };
    let made = Py::new_in(ts, ty, body)?.into_ref();
    // The thread that makes it runs `__init__` through the ordinary call.
    let key = ts.new_size(made.id())?;
    ts.thread_locals()?.set_item(ts, key.as_object(), Dict::new(ts)?.into_ref())?;
    Ok(made)
}

fn local_init(_ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult<()> {
    Ok(())
}

/// The values of this thread; in a thread that sees the object for the first time `__init__` is called. CPython: `_ldict`.
fn local_dict(ts: &ThreadState, this: &PyObject) -> PyResult<Py<Dict>> {
    let all = ts.thread_locals()?;
    let key = ts.new_size(this.id())?;
    if let Some(Ok(dict)) = all.get_item(ts, key.as_object())?.map(PyRef::downcast_into::<Dict>) {
        return Ok(dict);
    }
    let dict = Dict::new(ts)?;
    all.set_item(ts, key.as_object(), dict.clone().into_ref())?;
    let Some(local) = this.downcast::<Local>() else { return Err(ts.type_error("a threading.local was expected")) };
    let init = this.ob_type().slots.tp_init.get().filter(|init| *init as usize != local_init as fn(_, _, _) -> _ as usize);
    if let Some(init) = init {
        let args = local.args.get();
        let kwnames = local.kwnames.get();
        let values = args.as_deref().and_then(|args| args.downcast::<Tuple>()).map_or(&[][..], |args| args.items());
        let kwnames = kwnames.as_deref().and_then(|names| names.downcast::<Tuple>());
        if let Err(raised) = init(ts, this, Args::new(values, kwnames)) {
            // The next access begins again.
            let pending = ts.take_exception(raised);
            all.del_item(ts, key.as_object())?;
            return Err(ts.set_exception(pending));
        }
    }
    Ok(dict)
}

fn local_getattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult {
    let dict = local_dict(ts, this)?;
    if name.equals(&ts.names().__dict__) {
        return Ok(dict.into_ref());
    }
    // As for any object, but with this thread's dict: data descriptors, the dict, other attributes of the class.
    let found = this.ob_type().lookup(ts, name);
    if let Some(attribute) = &found {
        let slots = &attribute.ob_type().slots;
        if let (Some(get), Some(_)) = (slots.tp_descr_get.get(), slots.tp_descr_set.get()) {
            return get(ts, attribute, Some(this), Some(this.ob_type().as_object()));
        }
    }
    if let Some(value) = dict.get_str(ts, name)? {
        return Ok(value);
    }
    match found {
        Some(attribute) => match attribute.ob_type().slots.tp_descr_get.get() {
            Some(get) => get(ts, &attribute, Some(this), Some(this.ob_type().as_object())),
            None => Ok(attribute),
        },
        None => Err(ts.no_attribute(this, name)),
    }
}

fn local_setattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    let dict = local_dict(ts, this)?;
    if name.equals(&ts.names().__dict__) {
        let (kind, name) = (this.ob_type().full_name(ts), name.to_rust_string());
        return Err(ts.raise(&ts.types().attribute_error, format_args!("'{kind}' object attribute '{name}' is read-only")));
    }
    if let Some(attribute) = this.ob_type().lookup(ts, name) {
        if let Some(set) = attribute.ob_type().slots.tp_descr_set.get() {
            return set(ts, &attribute, this, value);
        }
    }
    match value {
        Some(value) => dict.set_str(ts, name, value.to_ref()),
        None if dict.del_item(ts, name.as_object())? => Ok(()),
        None => Err(ts.no_attribute(this, name)),
    }
}

/// The object dies: so do its values in every thread.
fn local_finalize(ts: &ThreadState, this: &PyObject) {
    let done = (|| -> PyResult<()> {
        let key = ts.new_size(this.id())?;
        let mut dicts = Vec::new();
        ts.interp().threads.each(|state| dicts.extend(state.thread_locals_if_any()));
        for dict in dicts {
            drop(dict.pop(ts, key.as_object())?);
        }
        Ok(())
    })();
    if let Err(raised) = done {
        ts.write_unraisable(raised, "Exception ignored in", Some(this));
    }
}

static LOCAL: TypeDef = TypeDef {
    module: "_thread",
    doc: Some("An object whose attributes are each thread's own."),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(local_new),
        tp_init: Some(local_init),
        tp_getattro: Some(local_getattro),
        tp_setattro: Some(local_setattro),
        tp_finalize: Some(local_finalize),
        ..Slots::INHERIT
    },
    ..TypeDef::of::<Local>("_local")
};

// --- functions -------------------------------------------------------------------------------------------------------------------

fn ident_object(ts: &ThreadState, ident: u64) -> PyResult {
    Ok(ts.new_size(ident as usize)?.into_ref())
}

fn get_ident(ts: &ThreadState, _module: &PyObject) -> PyResult {
    ident_object(ts, ts.ident.get())
}

fn get_native_id(ts: &ThreadState, _module: &PyObject) -> PyResult {
    ident_object(ts, ts.interp().host.native_thread_id())
}

fn get_main_thread_ident(ts: &ThreadState, _module: &PyObject) -> PyResult {
    let mut first = None;
    ts.interp().threads.each(|state| first = first.or(Some(state.ident.get())));
    ident_object(ts, first.unwrap_or(0))
}

fn start_new_thread(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let (func, values, kwargs) = match args {
        [func, values] => (func, values, None),
        [func, values, kwargs] => (func, values, Some(kwargs)),
        few if few.len() < 2 => {
            return Err(ts.type_error(format_args!("start_new_thread expected at least 2 arguments, got {}", few.len())));
        }
        more => return Err(ts.type_error(format_args!("start_new_thread expected at most 3 arguments, got {}", more.len()))),
    };
    if !protocol::is_callable(func) {
        return Err(ts.type_error("first arg must be callable"));
    }
    let Some(values) = values.downcast::<Tuple>() else { return Err(ts.type_error("2nd arg must be a tuple")) };
    let kwargs = match kwargs {
        Some(kwargs) => match kwargs.downcast::<Dict>() {
            Some(kwargs) => Some(kwargs.to_py()),
            None => return Err(ts.type_error("optional 3rd arg must be a dictionary")),
        },
        None => None,
    };
    refuse_at_end(ts)?;
    ident_object(ts, minipy_vm::thread::start(ts, func.clone(), values.to_py(), kwargs, false, None)?)
}

fn refuse_at_end(ts: &ThreadState) -> PyResult<()> {
    if ts.interp().finalizing.get() {
        return Err(ts.raise(&ts.types().runtime_error, "can't create new thread at interpreter shutdown"));
    }
    Ok(())
}

fn start_joinable_thread(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let func = args.required(ts, 0)?;
    if !protocol::is_callable(func) {
        return Err(ts.type_error("thread function must be callable"));
    }
    let given = match args.get(1).filter(|given| !given.is(&ts.singletons().none)) {
        Some(given) => handle(ts, given)?.to_py(),
        None => new_handle(ts, Stage::NotStarted, 0)?,
    };
    let daemon = args.get(2).map_or(Ok(true), |daemon| protocol::is_true(ts, daemon))?;
    if given.stage.get() != Stage::NotStarted {
        return Err(ts.runtime_error("thread already started"));
    }
    refuse_at_end(ts)?;
    given.stage.set(Stage::Running);
    given.running.try_acquire();
    match minipy_vm::thread::start(ts, func.to_ref(), Tuple::empty(ts)?, None, !daemon, Some(given.clone().into_ref())) {
        Ok(ident) => {
            given.ident.set(ident);
            Ok(given.into_ref())
        }
        Err(raised) => {
            given.stage.set(Stage::NotStarted);
            given.running.release();
            Err(raised)
        }
    }
}

fn exit(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Err(ts.raise_none(&ts.types().system_exit))
}

fn interrupt_main(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    const SIGINT: isize = 2;
    let signal = args.first().map_or(Ok(SIGINT), |signal| protocol::index_isize(ts, signal, &ts.types().overflow_error))?;
    if !(1..=64).contains(&signal) {
        return Err(ts.value_error("signal number out of range"));
    }
    if signal == SIGINT {
        let mut first = true;
        ts.interp().threads.each(|state| {
            if std::mem::replace(&mut first, false) {
                state.rouse(poll::SIGNAL);
            }
        });
    }
    Ok(ts.none())
}

fn count(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.new_size(ts.interp().threads.count() - 1)?.into_ref())
}

fn stack_size(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let size = args.first().map_or(Ok(0), |size| protocol::index_isize(ts, size, &ts.types().overflow_error))?;
    let Ok(size) = usize::try_from(size) else { return Err(ts.value_error("size must be 0 or a positive value")) };
    let setting = &ts.interp().threads.stack_size;
    let before = setting.get();
    if !args.is_empty() {
        if size != 0 && size < 32 << 10 {
            return Err(ts.value_error(format_args!("size not valid: {size} bytes")));
        }
        setting.set(size);
    }
    Ok(ts.new_size(before)?.into_ref())
}

fn daemon_threads_allowed(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.bool(true))
}

fn is_main_interpreter(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.bool(true))
}

/// Wait for all threads that are no daemons. CPython: `ThreadHandle_shutdown` through `_thread._shutdown`.
fn shutdown(ts: &ThreadState, _module: &PyObject) -> PyResult {
    while !ts.await_threads() {
        handle_poll(ts)?;
    }
    Ok(ts.none())
}

fn init(ts: &ThreadState, module: &Obj<Module>) -> PyResult<()> {
    let lock = module_types::get(ts, &LOCK)?;
    module.add(ts, "error", ts.types().runtime_error.to_ref())?;
    module.add(ts, "TIMEOUT_MAX", ts.new_float(TIMEOUT_MAX)?)?;
    module.add(ts, "lock", lock.clone())?;
    module.add(ts, "LockType", lock)?;
    module.add(ts, "RLock", module_types::get(ts, &RLOCK)?)?;
    module.add(ts, "_ThreadHandle", module_types::get(ts, &HANDLE)?)?;
    module.add(ts, "_local", module_types::get(ts, &LOCAL)?)
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "start_new_thread",
        "",
        Native::Fast(start_new_thread),
        "start_new_thread(function, args[, kwargs])\n\nStart a thread that calls function(*args, **kwargs); its identifier.",
    ),
    MethodDef::new("start_new", "", Native::Fast(start_new_thread), "An old name of start_new_thread()."),
    MethodDef::new(
        "start_joinable_thread",
        "($module, /, function, handle=None, daemon=True)",
        Native::Keywords(start_joinable_thread),
        "Start a thread that can be waited for; its handle.",
    ),
    MethodDef::new("daemon_threads_allowed", "($module, /)", Native::NoArgs(daemon_threads_allowed), "Whether daemon threads may be."),
    MethodDef::new("allocate_lock", "($module, /)", Native::NoArgs(allocate_lock), "A new lock."),
    MethodDef::new("allocate", "($module, /)", Native::NoArgs(allocate_lock), "An old name of allocate_lock()."),
    MethodDef::new("exit_thread", "($module, /)", Native::NoArgs(exit), "An old name of exit()."),
    MethodDef::new("exit", "($module, /)", Native::NoArgs(exit), "End this thread, by SystemExit."),
    MethodDef::new(
        "interrupt_main",
        "($module, signum=2, /)",
        Native::Fast(interrupt_main),
        "Have KeyboardInterrupt raised in the main thread.",
    ),
    MethodDef::new("get_ident", "($module, /)", Native::NoArgs(get_ident), "This thread's identifier."),
    MethodDef::new("get_native_id", "($module, /)", Native::NoArgs(get_native_id), "This thread's number in the operating system."),
    MethodDef::new("_count", "($module, /)", Native::NoArgs(count), "How many threads were started and have not ended."),
    MethodDef::new("stack_size", "($module, size=0, /)", Native::Fast(stack_size), "The stack that new threads get; 0 is the default."),
    MethodDef::new("_get_main_thread_ident", "($module, /)", Native::NoArgs(get_main_thread_ident), "The first thread's identifier."),
    MethodDef::new("_make_thread_handle", "($module, ident, /)", Native::O(make_thread_handle), "A handle for a running thread."),
    MethodDef::new("_is_main_interpreter", "($module, /)", Native::NoArgs(is_main_interpreter), "Whether this is the main interpreter."),
    MethodDef::new("_shutdown", "($module, /)", Native::NoArgs(shutdown), "Wait for the threads that are no daemons."),
];

/// See the module.
pub(crate) static MODULE: ModuleDef =
    ModuleDef { name: "_thread", doc: "Threads and locks, as the operating system has them.", functions: FUNCTIONS, init: Some(init) };
