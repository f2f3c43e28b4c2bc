//! What the machine keeps per interpreter: its types, hooks into the crates above, settings.
//!
//! Invariant ("`vm` never parses"): source reaches code only through [`Hooks`], which the library face installs.
#![expect(unsafe_code, reason = "the interpreter's opaque pointer")]

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

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

/// A place in source: line from one, column in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The byte in it.
    pub column: u32,
}

/// What the first statement of a source is, as far as the carets of a traceback depend on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outline {
    /// A binary operation: where its left side ends and its right side begins.
    Binary {
        /// Behind the left side.
        left_end: Place,
        /// At the right side.
        right_start: Place,
    },
    /// A call or subscript: which bracket it has, where what stands before ends, and where the whole ends.
    Brackets {
        /// `(` or `[`
        open: char,
        /// Behind what is called or subscripted.
        before: Place,
        /// Behind the last bracket.
        end: Place,
    },
    /// `return name(…)` or `name = call(…)`: the call.
    WholeCall {
        /// At its start.
        start: Place,
        /// Behind its end.
        end: Place,
    },
    /// No statement at all.
    Nothing,
    /// Anything else.
    Other,
}

/// Parse source for its outline; `None` if it is no source, or more than one statement where one is looked for in brackets.
pub type OutlineHook = fn(&str) -> Option<Outline>;

/// Functions that the crates above install.
#[derive(Clone, Copy, Default)]
pub struct Hooks {
    /// See [`CompileHook`].
    pub compile: Option<CompileHook>,
    /// See [`LibraryHook`](crate::LibraryHook).
    pub library: Option<crate::import::LibraryHook>,
    /// See [`OutlineHook`].
    pub outline: Option<OutlineHook>,
    /// A thread has ended; gets the object that was given for that when it was started.
    pub thread_ended: Option<fn(&ThreadState, &PyObject)>,
    /// The program has ended: `atexit`.
    pub at_exit: Option<fn(&ThreadState)>,
}

/// `sys.set_asyncgen_hooks`.
pub(crate) struct AsyncgenHooks {
    pub(crate) firstiter: Field,
    pub(crate) finalizer: Field,
}

/// The machine's part of an interpreter.
pub struct VmInterp {
    /// Stands for an unbound local where a list of values cannot have holes.
    pub(crate) unbound: PyRef,
    /// `typing.NoDefault`
    pub(crate) no_default: PyRef,
    pub(crate) hooks: Cell<Hooks>,
    pub(crate) asyncgen_hooks: AsyncgenHooks,
    /// The sys module.
    pub(crate) sys: Field,
    /// `io.UnsupportedOperation`, once it was asked for.
    pub(crate) unsupported_operation: Field,
    /// The lines of sources that are no files, by the name that their code has: of `-c` and of the prompt.
    pub(crate) sources: RefCell<HashMap<String, Vec<String>>>,
    /// How many statements the prompt has run.
    pub(crate) prompts: Cell<u32>,
    /// The warnings that were shown: file, line, category, text.
    pub(crate) warned: RefCell<HashSet<(String, u32, String, String)>>,
    /// Bytecode that programs have been shown, and may therefore make code of.
    pub(crate) shown_code: RefCell<HashSet<crate::types::CodeShape>>,
    /// `sys.getrecursionlimit()`, for new threads.
    pub(crate) recursion_limit: Cell<isize>,
    /// Last, because fields are dropped in this order: the objects above are instances of these.
    pub(crate) types: VmTypes,
}

impl VmInterp {
    pub(crate) fn new(types: VmTypes, unbound: PyRef, no_default: PyRef) -> VmInterp {
        VmInterp {
            types,
            unbound,
            no_default,
            hooks: Cell::new(Hooks::default()),
            asyncgen_hooks: AsyncgenHooks { firstiter: Field::empty(), finalizer: Field::empty() },
            sys: Field::empty(),
            unsupported_operation: Field::empty(),
            sources: RefCell::default(),
            prompts: Cell::new(0),
            warned: RefCell::default(),
            shown_code: RefCell::default(),
            recursion_limit: Cell::new(1000),
        }
    }
}

/// The machine's part of the interpreter.
#[inline(always)]
pub(crate) fn vm_interp(ts: &ThreadState) -> &VmInterp {
    // SAFETY: `install` sets the pointer before any code runs, to a struct that lives until `uninstall`.
    unsafe { &*ts.interp().vm.get().cast::<VmInterp>() }
}

/// Keep the lines of a source that is no file, for tracebacks. CPython: `linecache._register_code`.
pub fn register_source(ts: &ThreadState, name: &str, text: &str) {
    let lines = text.lines().map(str::to_owned).collect();
    vm_interp(ts).sources.borrow_mut().insert(name.to_owned(), lines);
}

/// The number of the prompt's next statement.
pub fn next_prompt_source(ts: &ThreadState) -> u32 {
    let counter = &vm_interp(ts).prompts;
    counter.replace(counter.get() + 1)
}

/// Install the functions by which source is compiled and modules are found.
pub fn set_hooks(ts: &ThreadState, hooks: Hooks) {
    vm_interp(ts).hooks.set(hooks);
}
