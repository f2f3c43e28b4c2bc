//! What the machine keeps per interpreter: its types, hooks into the crates above, settings.
//!
//! Invariant ("`vm` never parses"): source reaches code only through [`Hooks`], which the library face installs.
#![expect(unsafe_code, reason = "the interpreter's opaque pointer")]

use std::cell::Cell;

use minipy_object::header::PyObject;
use minipy_object::pyref::{Field, PyRef};
use minipy_object::state::{PyResult, ThreadState};

use crate::types::VmTypes;

/// What source text is compiled to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A module.
    Exec,
    /// One expression.
    Eval,
    /// One interactive statement.
    Single,
}

/// A request to compile.
pub struct CompileRequest<'a> {
    /// The source: str, bytes, or a tree.
    pub source: &'a PyObject,
    /// `co_filename`
    pub filename: &'a str,
    /// What it is to become.
    pub mode: Mode,
    /// `compile()`'s flags, those inherited from the caller's code among them.
    pub flags: u32,
    /// `compile()`'s `optimize`.
    pub optimize: i32,
}

/// Compile source to a code object, or raise SyntaxError.
pub type CompileHook = fn(&ThreadState, &CompileRequest<'_>) -> PyResult;
/// Find a module by its full name (`path`: the `__path__` of its package), execute it and return it; it is in `sys.modules` from before its
/// code runs. `None`: there is no such module.
pub type LoadHook = fn(&ThreadState, &str, Option<&PyObject>) -> PyResult<Option<PyRef>>;

/// Functions that the crates above install.
#[derive(Clone, Copy, Default)]
pub struct Hooks {
    /// See [`CompileHook`].
    pub compile: Option<CompileHook>,
    /// See [`LoadHook`].
    pub load: Option<LoadHook>,
}

/// `sys.set_asyncgen_hooks`.
pub(crate) struct AsyncgenHooks {
    pub(crate) firstiter: Field,
    pub(crate) finalizer: Field,
}

/// The machine's part of an interpreter.
pub struct VmInterp {
    pub(crate) types: VmTypes,
    /// Stands for an unbound local where a list of values cannot have holes.
    pub(crate) unbound: PyRef,
    pub(crate) hooks: Cell<Hooks>,
    pub(crate) asyncgen_hooks: AsyncgenHooks,
    /// The sys module.
    pub(crate) sys: Field,
}

impl VmInterp {
    pub(crate) fn new(types: VmTypes, unbound: PyRef) -> VmInterp {
        VmInterp {
            types,
            unbound,
            hooks: Cell::new(Hooks::default()),
            asyncgen_hooks: AsyncgenHooks { firstiter: Field::empty(), finalizer: Field::empty() },
            sys: Field::empty(),
        }
    }
}

/// The machine's part of the interpreter.
#[inline(always)]
pub(crate) fn vm_interp(ts: &ThreadState) -> &VmInterp {
    // SAFETY: `install` sets the pointer before any code runs, to a struct that lives until `uninstall`.
    unsafe { &*ts.interp().vm.get().cast::<VmInterp>() }
}

/// Install the functions by which source is compiled and modules are found.
pub fn set_hooks(ts: &ThreadState, hooks: Hooks) {
    vm_interp(ts).hooks.set(hooks);
}
