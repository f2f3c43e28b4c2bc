//! The thread state, the interpreter it belongs to, and how Rust code finds both.
//!
//! CPython counterpart: `PyThreadState`, `PyInterpreterState`, `Python/pystate.c`.
//! Invariants: a `&ThreadState` exists only while its thread holds the interpreter's lock (G1); all fields are cells, the poll word
//! an atomic, so nobody needs a `&mut` (M1); a drop reaches the state through one const thread-local.
#![expect(unsafe_code, reason = "the thread-local pointer and the pointer to the interpreter")]

use std::cell::Cell;
use std::fmt;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

use pymalloc::Heap;

use crate::gc::Collector;
use crate::header::{PyObject, PyType};
use crate::host::Host;
use crate::intern::InternTable;
use crate::late::Late;
use crate::lock::Lock;
use crate::module_types::ModuleTypes;
use crate::names::Names;
use crate::pyref::{Field, Py, PyRef};
use crate::singletons::Singletons;
use crate::threads::{OwnThread, Threads};
use crate::typeobject::cache::TypeCache;
use crate::types::Types;
use crate::types::dict::Dict;

/// Proof that an exception is set in the thread state. CPython: a NULL result.
#[derive(Debug)]
#[must_use = "the exception must be handled or passed on"]
pub struct Raised(());

/// What a function that can raise returns.
pub type PyResult<T = PyRef> = Result<T, Raised>;

const _: () = assert!(size_of::<PyResult<PyRef>>() == size_of::<usize>());

impl Raised {
    /// The proof, for those who have just set the exception.
    pub(crate) fn proof() -> Raised {
        Raised(())
    }
}

/// The exception being handled at one level: one per thread and one per running generator. CPython: `_PyErr_StackItem`.
pub struct ExcInfo {
    /// The handled exception; empty or None where there is none.
    pub exc_value: Field,
    /// The level below.
    pub previous: Cell<Option<NonNull<ExcInfo>>>,
}

impl ExcInfo {
    /// A level that handles nothing.
    pub const fn new() -> ExcInfo {
        ExcInfo { exc_value: Field::empty(), previous: Cell::new(None) }
    }
}

impl Default for ExcInfo {
    fn default() -> ExcInfo {
        ExcInfo::new()
    }
}

/// Bits of the poll word: why backward jumps and function entries should pause. CPython: `eval_breaker`.
pub mod poll {
    /// Another thread asked for the lock.
    pub const SWITCH: u32 = 1;
    /// A signal arrived.
    pub const SIGNAL: u32 = 2;
    /// The collector's young generation is full.
    pub const COLLECT: u32 = 4;
    /// A limit was reached.
    pub const LIMIT: u32 = 8;
    /// The interpreter ends and this thread is to unwind.
    pub const EXIT: u32 = 16;
    /// What ends a wait.
    pub const WAKES: u32 = SIGNAL | LIMIT | EXIT;
    /// Classes displaced by `__class__` assignment wait for release.
    pub const DISPLACED: u32 = 64;
}

/// What belongs to one thread of one interpreter.
pub struct ThreadState {
    heap: NonNull<Heap>,
    interp: NonNull<Interp>,
    /// The pause word that loops poll.
    pub poll: AtomicU32,
    current_exception: Field,
    exc_info_base: ExcInfo,
    exc_info: Cell<Option<NonNull<ExcInfo>>>,
    /// Addresses below this are the reserve of the native stack.
    stack_limit: Cell<usize>,
    pub(crate) dealloc_depth: Cell<u32>,
    pub(crate) dealloc_later: Cell<Option<NonNull<PyObject>>>,
    pub(crate) repr_running: Cell<Vec<usize>>,
    pub(crate) displaced: Cell<Vec<PyRef>>,
    /// The machine's own part of the state, opaque here: a pointer that `vm` sets and reads.
    pub vm: Cell<*const ()>,
    /// Work units counted since the last poll by native loops (see [`ThreadState::tick`]).
    ticks: Cell<u32>,
    /// A number for this thread, as `threading.get_ident()` shows it.
    pub ident: Cell<u64>,
    /// What concerns this thread as one of several.
    pub own: OwnThread,
}

/// What the threads of one interpreter share. Two interpreters share nothing.
pub struct Interp {
    heap: Heap,
    types: Late<Types>,
    singletons: Late<Singletons>,
    names: Late<Names>,
    pub(crate) interned: InternTable,
    pub(crate) type_cache: TypeCache,
    pub(crate) module_types: ModuleTypes,
    /// The cycle collector.
    pub gc: Collector,
    /// The interpreter's lock.
    pub lock: Lock,
    /// Its threads.
    pub threads: Threads,
    /// Everything that comes from outside.
    pub host: Box<dyn Host>,
    /// The key of str and bytes hashes.
    pub hash_key: minipy_scalar::hash::HashSecret,
    /// `sys.modules`
    modules: Field,
    /// The builtins module's dict.
    builtins: Field,
    /// `sys.set_int_max_str_digits`
    pub int_max_str_digits: Cell<usize>,
    pub(crate) next_type_version: Cell<u32>,
    /// The next version of a dict's keys; 1 is the empty table's, 0 says that they have run out.
    pub(crate) next_keys_version: Cell<u32>,
    /// Set while the interpreter ends: no more weakref callbacks into dead modules, no new threads.
    pub finalizing: Cell<bool>,
    /// `sys.unraisablehook`'s native end: prints "Exception ignored in: …". Set by `vm`.
    pub unraisable: Cell<Option<UnraisableHook>>,
    /// The `__name__` of the module whose code runs: for `__module__` of new classes. Set by `vm`.
    pub module_name: Cell<Option<fn(&ThreadState) -> Option<PyRef>>>,
    /// The class and the object that `super()` without arguments means in the frame that runs. Set by `vm`.
    pub super_arguments: Cell<Option<fn(&ThreadState) -> PyResult<(PyRef, PyRef)>>>,
    /// Makes the machine's bound method of a callable and an object. Set by `vm`.
    pub bind_method: Cell<Option<fn(&ThreadState, &PyObject, &PyObject) -> PyResult>>,
    /// Whether a MemoryError is being made.
    pub(crate) raising_no_memory: Cell<bool>,
    /// Warns as the program's filters say. Set by `vm`.
    pub warn: Cell<Option<WarnHook>>,
    /// Answers the bits of the poll word that `object` knows nothing of (signals, limits). Set by `vm`.
    pub poll_handler: Cell<Option<fn(&ThreadState, u32) -> PyResult<()>>>,
    /// Whatever the crates above keep per interpreter: a pointer that `vm` sets and reads.
    pub vm: Cell<*const ()>,
}

/// Reports an exception that nobody can catch: the exception, what was being done ("Exception ignored in"), and the object.
pub type UnraisableHook = fn(&ThreadState, PyRef, &str, Option<&PyObject>);

/// Gives a warning of that category; an error where a filter makes it one.
pub type WarnHook = fn(&ThreadState, &PyType, &str) -> PyResult<()>;

thread_local! {
    static CURRENT: Cell<*const ThreadState> = const { Cell::new(std::ptr::null()) };
}

/// Call `f` with the state of the thread that holds the lock here; `None` where this thread holds none.
#[inline(always)]
pub fn with_current<R>(f: impl FnOnce(&ThreadState) -> R) -> Option<R> {
    let state = CURRENT.with(Cell::get);
    if state.is_null() {
        return None;
    }
    // SAFETY: G1: the pointer is set while, and only while, this thread holds the lock and the state lives.
    Some(f(unsafe { &*state }))
}

/// Make `state` this thread's current state, or none, and return what it was.
///
/// # Safety
/// G1: a state that is set must live until it is unset, and this thread must hold its interpreter's lock.
pub unsafe fn set_current(state: *const ThreadState) -> *const ThreadState {
    CURRENT.with(|current| current.replace(state))
}

impl Interp {
    /// An interpreter without types yet; `bootstrap` fills it.
    pub(crate) fn new(heap: Heap, host: Box<dyn Host>, hash_key: minipy_scalar::hash::HashSecret) -> Interp {
        Interp {
            heap,
            types: Late::new(),
            singletons: Late::new(),
            names: Late::new(),
            interned: InternTable::new(),
            type_cache: TypeCache::new(),
            module_types: ModuleTypes::default(),
            gc: Collector::new(),
            lock: Lock::new(),
            threads: Threads::default(),
            host,
            hash_key,
            modules: Field::empty(),
            builtins: Field::empty(),
            int_max_str_digits: Cell::new(4300),
            next_type_version: Cell::new(1),
            next_keys_version: Cell::new(2),
            finalizing: Cell::new(false),
            unraisable: Cell::new(None),
            module_name: Cell::new(None),
            super_arguments: Cell::new(None),
            bind_method: Cell::new(None),
            warn: Cell::new(None),
            raising_no_memory: Cell::new(false),
            poll_handler: Cell::new(None),
            vm: Cell::new(std::ptr::null()),
        }
    }

    /// The heap under every object.
    pub fn heap(&self) -> &Heap {
        &self.heap
    }

    pub(crate) fn types_cell(&self) -> &Late<Types> {
        &self.types
    }
    pub(crate) fn singletons_cell(&self) -> &Late<Singletons> {
        &self.singletons
    }
    pub(crate) fn names_cell(&self) -> &Late<Names> {
        &self.names
    }
    pub(crate) fn modules_field(&self) -> &Field {
        &self.modules
    }
    pub(crate) fn builtins_field(&self) -> &Field {
        &self.builtins
    }
}

impl ThreadState {
    /// A state for a thread of `interp`.
    ///
    /// # Safety
    /// `interp` outlives the state.
    pub(crate) unsafe fn new(interp: NonNull<Interp>, stack_limit: usize) -> ThreadState {
        // SAFETY: promised by the caller.
        let heap = NonNull::from(unsafe { &interp.as_ref().heap });
        ThreadState {
            heap,
            interp,
            poll: AtomicU32::new(0),
            current_exception: Field::empty(),
            exc_info_base: ExcInfo::new(),
            exc_info: Cell::new(None),
            stack_limit: Cell::new(stack_limit),
            dealloc_depth: Cell::new(0),
            dealloc_later: Cell::new(None),
            repr_running: Cell::new(Vec::new()),
            displaced: Cell::new(Vec::new()),
            vm: Cell::new(std::ptr::null()),
            ticks: Cell::new(0),
            ident: Cell::new(0),
            own: OwnThread::default(),
        }
    }

    /// The thread that this state belongs to has a stack of `size` bytes below `top`.
    pub(crate) fn set_stack(&self, top: usize, size: usize) {
        self.stack_limit.set(top.saturating_sub(size.saturating_sub(crate::bootstrap::STACK_RESERVE)));
    }

    /// The interpreter.
    #[inline(always)]
    pub fn interp(&self) -> &Interp {
        // SAFETY: the interpreter outlives its thread states (see `new`).
        unsafe { self.interp.as_ref() }
    }

    /// The heap, one load away for the allocation fast path.
    #[inline(always)]
    pub fn heap(&self) -> &Heap {
        // SAFETY: the heap lies in the interpreter, which outlives its thread states.
        unsafe { self.heap.as_ref() }
    }

    /// The builtin types of this interpreter.
    #[inline(always)]
    #[expect(clippy::expect_used, reason = "filled by bootstrap before any code runs")]
    pub fn types(&self) -> &Types {
        self.interp().types.get().expect("bootstrap has made the types")
    }

    /// None, True, False and the other shared objects.
    #[inline(always)]
    #[expect(clippy::expect_used, reason = "filled by bootstrap before any code runs")]
    pub fn singletons(&self) -> &Singletons {
        self.interp().singletons.get().expect("bootstrap has made the singletons")
    }

    /// The names that the machine itself looks up, interned.
    #[inline(always)]
    #[expect(clippy::expect_used, reason = "filled by bootstrap before any code runs")]
    pub fn names(&self) -> &Names {
        self.interp().names.get().expect("bootstrap has made the names")
    }

    /// A new reference to None.
    #[inline(always)]
    pub fn none(&self) -> PyRef {
        self.singletons().none.clone()
    }

    /// A new reference to True or False.
    #[inline(always)]
    pub fn bool(&self, value: bool) -> PyRef {
        if value { self.singletons().true_.clone() } else { self.singletons().false_.clone() }
    }

    /// A new reference to NotImplemented.
    pub fn not_implemented(&self) -> PyRef {
        self.singletons().not_implemented.clone()
    }

    /// `sys.modules`, once it exists.
    pub fn modules(&self) -> Option<Py<Dict>> {
        self.interp().modules.get()?.downcast_into().ok()
    }

    /// Set `sys.modules`.
    pub fn set_modules(&self, modules: Py<Dict>) {
        self.interp().modules.set(modules);
    }

    /// The builtins module's dict, once it exists.
    pub fn builtins(&self) -> Option<Py<Dict>> {
        self.interp().builtins.get()?.downcast_into().ok()
    }

    /// Set the builtins module's dict.
    pub fn set_builtins(&self, builtins: Py<Dict>) {
        self.interp().builtins.set(builtins);
    }

    /// The `__name__` of the module whose code runs, if any runs.
    pub fn current_module_name(&self) -> Option<PyRef> {
        self.interp().module_name.get().and_then(|find| find(self))
    }

    /// What `super()` without arguments means here.
    pub(crate) fn super_arguments(&self) -> PyResult<(PyRef, PyRef)> {
        match self.interp().super_arguments.get() {
            Some(find) => find(self),
            None => Err(self.runtime_error("super(): no current frame")),
        }
    }

    // --- the exception -------------------------------------------------------------------------------------------------------

    /// Set the current exception as it is, without chaining. CPython: `PyErr_SetRaisedException`.
    pub fn set_exception(&self, exception: PyRef) -> Raised {
        self.current_exception.set(exception);
        Raised::proof()
    }

    /// Take the current exception; a `Raised` proves that there is one. CPython: `PyErr_GetRaisedException`.
    pub fn take_exception(&self, raised: Raised) -> PyRef {
        let Raised(()) = raised;
        match self.current_exception.take() {
            Some(exception) => exception,
            // Nothing but a bug of the machine gets here; the program sees a SystemError instead of a crash.
            None => {
                let raised = self.system_error("an error was reported without an exception set");
                drop(raised);
                self.current_exception.take().unwrap_or_else(|| self.none())
            }
        }
    }

    /// Drop the current exception. CPython: `PyErr_Clear`.
    pub fn clear_exception(&self, raised: Raised) {
        drop(self.take_exception(raised));
    }

    /// Whether the current exception is an instance of `ty`. CPython: `PyErr_ExceptionMatches`.
    pub fn exception_is(&self, _raised: &Raised, ty: &PyType) -> bool {
        self.current_exception.peek().is_some_and(|exc| exc.ob_type().is_subtype(ty))
    }

    /// Call `visit` for each reference that the interpreter and this thread hold in fields of their own.
    pub fn traverse_own(&self, visit: &mut crate::pyref::Visit<'_>) {
        for field in [&self.current_exception, &self.exc_info_base.exc_value, self.interp().modules_field(), self.interp().builtins_field()]
        {
            field.traverse(visit);
        }
    }

    pub(crate) fn exception_field(&self) -> &Field {
        &self.current_exception
    }

    /// The proof that an exception is set, where one is: for the machine, whose handlers pass on no results.
    pub fn pending_exception(&self) -> Option<Raised> {
        if self.has_exception() { Some(Raised::proof()) } else { None }
    }

    /// Whether an exception is set, for checks in debug builds.
    pub fn has_exception(&self) -> bool {
        !self.current_exception.is_empty()
    }

    /// The level of exception handling that runs now.
    pub fn exc_info(&self) -> &ExcInfo {
        match self.exc_info.get() {
            // SAFETY: a generator that runs keeps its level alive and takes it off when it stops (vm: generators).
            Some(level) => unsafe { &*level.as_ptr() },
            None => &self.exc_info_base,
        }
    }

    /// Enter a generator's level of exception handling.
    ///
    /// # Safety
    /// The level lives until [`ThreadState::pop_exc_info`] takes it off.
    pub unsafe fn push_exc_info(&self, level: NonNull<ExcInfo>) {
        // SAFETY: promised by the caller.
        unsafe { level.as_ref() }.previous.set(self.exc_info.get());
        self.exc_info.set(Some(level));
    }

    /// Leave the topmost generator's level.
    pub fn pop_exc_info(&self) {
        if let Some(level) = self.exc_info.get() {
            // SAFETY: as in `exc_info`.
            self.exc_info.set(unsafe { level.as_ref() }.previous.take());
        }
    }

    /// The exception that is being handled: the topmost level that has one. CPython: `_PyErr_GetTopmostException`.
    pub fn handled_exception(&self) -> Option<PyRef> {
        let mut level = Some(NonNull::from(self.exc_info()));
        while let Some(at) = level {
            // SAFETY: as in `exc_info`; the base level has no previous.
            let info = unsafe { at.as_ref() };
            if let Some(value) = info.exc_value.get() {
                if !value.is(&self.singletons().none) {
                    return Some(value);
                }
            }
            level = match info.previous.get() {
                Some(previous) => Some(previous),
                None if !std::ptr::eq(info, &raw const self.exc_info_base) => Some(NonNull::from(&self.exc_info_base)),
                None => None,
            };
        }
        None
    }

    // --- limits --------------------------------------------------------------------------------------------------------------

    /// Refuse to go deeper into the native stack when its reserve is reached: RecursionError
    /// "maximum recursion depth exceeded{what}". CPython: `Py_EnterRecursiveCall`; here the stack pointer itself is the measure,
    /// so there is nothing to leave.
    #[inline]
    pub fn check_stack(&self, what: &str) -> PyResult<()> {
        let here = 0u8;
        if std::ptr::from_ref(&here).addr() > self.stack_limit.get() { Ok(()) } else { Err(self.stack_overflow(what)) }
    }

    #[cold]
    #[inline(never)]
    fn stack_overflow(&self, what: &str) -> Raised {
        // The report itself needs some of the reserve.
        let limit = self.stack_limit.replace(0);
        let raised = self.recursion_error(format_args!("maximum recursion depth exceeded{what}"));
        self.stack_limit.set(limit);
        raised
    }

    /// Count `units` of native work and poll about once per 10,000 of them, so that long native loops give way like bytecode.
    #[inline]
    pub fn tick(&self, units: u32) -> PyResult<()> {
        let ticks = self.ticks.get().saturating_add(units);
        if ticks < 10_000 {
            self.ticks.set(ticks);
            return Ok(());
        }
        self.ticks.set(0);
        if self.poll.load(Ordering::Relaxed) == 0 { Ok(()) } else { crate::lock::handle_poll(self) }
    }

    /// Ask for a pause at the next poll.
    pub fn request(&self, bits: u32) {
        self.poll.fetch_or(bits, Ordering::Relaxed);
    }

    /// Keep a class alive that `__class__` assignment displaced, until no native function can hold a borrow of it.
    pub(crate) fn displace_type(&self, class: PyRef) {
        let mut displaced = self.displaced.take();
        displaced.push(class);
        self.displaced.set(displaced);
        self.request(poll::DISPLACED);
    }

    /// Release what `displace_type` kept: the machine calls this in its outermost loop.
    pub fn release_displaced(&self) {
        self.poll.fetch_and(!poll::DISPLACED, Ordering::Relaxed);
        drop(self.displaced.take());
    }

    /// Visit what the thread state itself refers to.
    pub fn traverse(&self, visit: &mut crate::pyref::Visit<'_>) {
        self.current_exception.traverse(visit);
        self.exc_info_base.exc_value.traverse(visit);
        self.own.locals.0.traverse(visit);
    }

    /// Drop what the thread state itself refers to, when its thread ends.
    pub fn clear(&self) {
        self.current_exception.clear();
        self.exc_info_base.exc_value.clear();
        self.own.locals.0.clear();
        self.release_displaced();
    }

    /// Report an exception that nobody can catch (in `__del__`, a weakref callback …). CPython: `PyErr_WriteUnraisable`.
    pub fn write_unraisable(&self, raised: Raised, what: &str, object: Option<&PyObject>) {
        let exception = self.take_exception(raised);
        if self.is_leaving() {
            // The interpreter takes this thread away: there is nobody to tell.
            return;
        }
        if let Some(hook) = self.interp().unraisable.get() {
            hook(self, exception, what, object);
        }
    }
}

impl fmt::Debug for ThreadState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadState").field("ident", &self.ident.get()).finish_non_exhaustive()
    }
}
