//! The exception tree: `BaseException` and all that derive from it.
//!
//! CPython counterpart: `Objects/exceptions.c`. Every builtin exception is a `BaseException` body followed by as many fields as the
//! class has attributes of its own; the table below names them. Invariant: `args` always holds a tuple.
#![expect(unsafe_code, reason = "reads the fields that the table says lie behind the base body (L1)")]

use std::cell::Cell;

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{Body, GetSetDef, Layout, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

pub mod group;
mod init;

pub use group::{BASE_EXCEPTION_GROUP, EXCEPTION_GROUP};

/// What every exception instance holds.
#[repr(C)]
pub struct BaseException {
    dict: Field,
    args: Field,
    traceback: Field,
    context: Field,
    cause: Field,
    suppress_context: Cell<bool>,
}

impl Body for BaseException {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(BaseException, dict));
    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [&self.dict, &self.args, &self.traceback, &self.context, &self.cause] {
            field.traverse(visit);
        }
    }
    fn clear(&self) {
        for field in [&self.dict, &self.args, &self.traceback, &self.context, &self.cause] {
            field.clear();
        }
    }
}

crate::py_layout!(BaseException, BASE_EXCEPTION, |ts| &ts.types().base_exception);

impl BaseException {
    /// `args`
    pub fn args(&self, ts: &ThreadState) -> Py<Tuple> {
        self.args.get().and_then(|args| args.downcast_into().ok()).unwrap_or_else(|| ts.singletons().empty_tuple.clone())
    }
    /// Set `args`.
    pub fn set_args(&self, args: Py<Tuple>) {
        self.args.set(args);
    }
    /// `__traceback__`, if set.
    pub fn traceback(&self) -> Option<PyRef> {
        self.traceback.get()
    }
    /// Set `__traceback__`.
    pub fn set_traceback(&self, traceback: Option<PyRef>) {
        drop(self.traceback.replace(traceback));
    }
    /// `__context__`, if set.
    pub fn context(&self) -> Option<PyRef> {
        self.context.get()
    }
    /// Set `__context__`.
    pub fn set_context(&self, context: Option<PyRef>) {
        drop(self.context.replace(context));
    }
    /// `__cause__`, if set.
    pub fn cause(&self) -> Option<PyRef> {
        self.cause.get()
    }
    /// Set `__cause__`, which suppresses the context.
    pub fn set_cause(&self, cause: Option<PyRef>) {
        self.suppress_context.set(true);
        drop(self.cause.replace(cause));
    }
    /// `__suppress_context__`
    pub fn suppress_context(&self) -> bool {
        self.suppress_context.get()
    }
}

/// A builtin exception with `N` fields of its own.
#[repr(C)]
struct With<const N: usize> {
    base: BaseException,
    own: [Field; N],
}

impl<const N: usize> Body for With<N> {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(BaseException, dict));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.base.traverse(visit);
        for field in &self.own {
            field.traverse(visit);
        }
    }
    fn clear(&self) {
        self.base.clear();
        for field in &self.own {
            field.clear();
        }
    }
}

/// Field `index` of those that `def` adds to BaseException, if `exc` is a `def`.
pub fn field<'a>(exc: &'a PyObject, def: &'static TypeDef, index: usize) -> Option<&'a Field> {
    let base = size_of::<Obj<BaseException>>();
    let count = (def.layout.basicsize - base) / size_of::<Field>();
    if index >= count || !exc.ob_type().derives_from_def(def) {
        return None;
    }
    // SAFETY: L1: the type derives from `def`, whose layout is a With<count>: `count` Fields behind the base body.
    Some(unsafe { exc.as_ptr().byte_add(base).cast::<Field>().add(index).as_ref() })
}

/// Set a field (see [`field`]); nothing happens where `exc` has no such field.
pub fn set_field(exc: &PyObject, def: &'static TypeDef, index: usize, value: Option<PyRef>) {
    if let Some(field) = field(exc, def, index) {
        drop(field.replace(value));
    }
}

/// Look at the current exception, then put it back as it is.
pub(crate) fn with_current(ts: &ThreadState, raised: Raised, f: impl FnOnce(&PyObject)) -> Raised {
    let exception = ts.take_exception(raised);
    f(&exception);
    ts.set_exception(exception)
}

/// An instance of a builtin exception type, as calling it with `args` makes one. Classes made by programs are called properly.
pub fn new_exception(ts: &ThreadState, ty: &PyType, args: &[PyRef]) -> PyResult<Py<BaseException>> {
    if ty.is_heap() {
        let made = crate::protocol::call::call(ts, ty.as_object(), Args::positional(args))?;
        return made.downcast_into::<BaseException>().map_err(|made| {
            let (class, kind) = (ty.name_string(), made.ob_type().name_string());
            ts.type_error(format_args!("calling {class} should have returned an instance of BaseException, not {kind}"))
        });
    }
    let exception = blank(ts, ty, Tuple::from_slice(ts, args)?)?;
    if let Some(init) = ty.slots.tp_init.get() {
        init(ts, exception.as_object(), Args::positional(args))?;
    }
    Ok(exception)
}

/// An instance with its args and nothing else.
pub(crate) fn blank(ts: &ThreadState, ty: &PyType, args: Py<Tuple>) -> PyResult<Py<BaseException>> {
    let body = BaseException {
        dict: Field::empty(),
        args: Field::new(args),
        traceback: Field::empty(),
        context: Field::empty(),
        cause: Field::empty(),
        suppress_context: Cell::new(false),
    };
    // The fields of the derived type lie behind the base body and are zeroed (empty) by the allocator.
    Py::new_in(ts, ty, body)
}

fn payload<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<BaseException>> {
    this.downcast().ok_or_else(|| ts.type_error("exceptions must derive from BaseException"))
}

fn exception_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    Ok(blank(ts, ty, Tuple::from_slice(ts, args.pos())?)?.into_ref())
}

fn exception_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    crate::args::no_keywords(ts, &this.ob_type().name_string(), args)?;
    payload(ts, this)?.set_args(Tuple::from_slice(ts, args.pos())?);
    Ok(())
}

fn exception_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    let args = payload(ts, this)?.args(ts);
    match args.items() {
        [] => Ok(ts.new_str("")?.into_ref()),
        [one] => crate::protocol::object::str(ts, one).map(Py::into_ref),
        _ => crate::protocol::object::str(ts, args.as_object()).map(Py::into_ref),
    }
}

fn exception_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let args = payload(ts, this)?.args(ts);
    let name = this.ob_type().name_string();
    let inner = match args.items() {
        [one] => format!("({})", crate::protocol::object::repr(ts, one)?.to_rust_string()),
        _ => crate::protocol::object::repr(ts, args.as_object())?.to_rust_string(),
    };
    Ok(ts.new_str(&format!("{name}{inner}"))?.into_ref())
}

fn none_or(ts: &ThreadState, value: Option<PyRef>) -> PyRef {
    value.unwrap_or_else(|| ts.none())
}

fn get_args(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(payload(ts, this)?.args(ts).into_ref())
}

fn set_args(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let Some(value) = value else { return Err(ts.type_error("args may not be deleted")) };
    let items = crate::protocol::sequence::to_vec(ts, value)?;
    payload(ts, this)?.set_args(Tuple::from_vec(ts, items)?);
    Ok(())
}

fn get_traceback(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(none_or(ts, payload(ts, this)?.traceback()))
}

fn set_traceback(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let Some(value) = value else { return Err(ts.type_error("__traceback__ may not be deleted")) };
    if value.is(&ts.singletons().none) {
        payload(ts, this)?.set_traceback(None);
        return Ok(());
    }
    if value.ob_type().def().role != crate::typedef::Role::Traceback {
        return Err(ts.type_error("__traceback__ must be a traceback or None"));
    }
    payload(ts, this)?.set_traceback(Some(value.to_ref()));
    Ok(())
}

fn exception_or_none<'a>(ts: &ThreadState, value: Option<&'a PyObject>, name: &str) -> PyResult<Option<&'a PyObject>> {
    match value {
        None => Err(ts.type_error(format_args!("{name} may not be deleted"))),
        Some(value) if value.is(&ts.singletons().none) => Ok(None),
        Some(value) if value.is_kind::<BaseException>() => Ok(Some(value)),
        Some(_) => {
            let what = name.trim_matches('_');
            Err(ts.type_error(format_args!("exception {what} must be None or derive from BaseException")))
        }
    }
}

fn get_context(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(none_or(ts, payload(ts, this)?.context()))
}

fn set_context(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let value = exception_or_none(ts, value, "__context__")?;
    payload(ts, this)?.set_context(value.map(PyObject::to_ref));
    Ok(())
}

fn get_cause(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(none_or(ts, payload(ts, this)?.cause()))
}

fn set_cause(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let value = exception_or_none(ts, value, "__cause__")?;
    payload(ts, this)?.set_cause(value.map(PyObject::to_ref));
    Ok(())
}

fn get_suppress(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(payload(ts, this)?.suppress_context()))
}

fn set_suppress(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let Some(value) = value else { return Err(ts.type_error("can't delete numeric/char attribute")) };
    if value.is(&ts.singletons().true_) || value.is(&ts.singletons().false_) {
        payload(ts, this)?.suppress_context.set(value.is(&ts.singletons().true_));
        return Ok(());
    }
    Err(ts.type_error("attribute value type must be bool"))
}

fn get_dict(ts: &ThreadState, this: &PyObject) -> PyResult {
    crate::protocol::attr::instance_dict(ts, this)
}

fn set_dict(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    crate::protocol::attr::set_instance_dict(ts, this, value)
}

fn with_traceback(ts: &ThreadState, this: &PyObject, traceback: &PyObject) -> PyResult {
    set_traceback(ts, this, Some(traceback))?;
    Ok(this.to_ref())
}

fn add_note(ts: &ThreadState, this: &PyObject, note: &PyObject) -> PyResult {
    if !note.is_kind::<Str>() {
        let kind = note.ob_type().name_string();
        return Err(ts.type_error(format_args!("note must be a str, not '{kind}'")));
    }
    let name = &ts.names().__notes__;
    let notes = match crate::protocol::attr::get_attr_opt(ts, this, name)? {
        Some(notes) => notes,
        None => {
            let notes = List::new(ts)?.into_ref();
            crate::protocol::attr::set_attr(ts, this, name, &notes)?;
            notes
        }
    };
    let Some(list) = notes.downcast::<List>() else { return Err(ts.type_error("Cannot add note: __notes__ is not a list")) };
    list.append(ts, note.to_ref())?;
    Ok(ts.none())
}

fn reduce(ts: &ThreadState, this: &PyObject) -> PyResult {
    let exc = payload(ts, this)?;
    let class = this.ob_type().to_ref();
    let args = init::os_error_args(ts, this, exc.args(ts))?.into_ref();
    let items = match exc.dict.get() {
        Some(dict) => ts.new_tuple(&[class, args, dict])?,
        None => ts.new_tuple(&[class, args])?,
    };
    Ok(items.into_ref())
}

fn setstate(ts: &ThreadState, this: &PyObject, state: &PyObject) -> PyResult {
    if state.is(&ts.singletons().none) {
        return Ok(ts.none());
    }
    let Some(state) = state.downcast::<Dict>() else { return Err(ts.type_error("state is not a dictionary")) };
    let mut at = 0;
    while let Some((key, value)) = state.next(&mut at) {
        let Some(name) = key.downcast::<Str>() else { return Err(ts.type_error("attribute name must be string")) };
        crate::protocol::attr::set_attr(ts, this, name, &value)?;
    }
    Ok(ts.none())
}

const METHODS: &[MethodDef] = &[
    MethodDef::new("with_traceback", "($self, object, /)", Native::O(with_traceback), "Set self.__traceback__ and return self."),
    MethodDef::new("add_note", "($self, object, /)", Native::O(add_note), "Add a line that is shown behind the traceback."),
    MethodDef::new("__reduce__", "", Native::NoArgs(reduce), ""),
    MethodDef::new("__setstate__", "", Native::O(setstate), ""),
];

const GETSET: &[GetSetDef] = &[
    GetSetDef { name: "__dict__", get: get_dict, set: Some(set_dict), doc: None, member: false },
    GetSetDef { name: "args", get: get_args, set: Some(set_args), doc: None, member: false },
    GetSetDef { name: "__traceback__", get: get_traceback, set: Some(set_traceback), doc: None, member: false },
    GetSetDef { name: "__context__", get: get_context, set: Some(set_context), doc: None, member: false },
    GetSetDef { name: "__cause__", get: get_cause, set: Some(set_cause), doc: None, member: false },
    GetSetDef { name: "__suppress_context__", get: get_suppress, set: Some(set_suppress), doc: None, member: true },
];

/// BaseException
pub static BASE_EXCEPTION: TypeDef = TypeDef {
    doc: Some("The base of all exceptions."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::BASE_EXC_SUBCLASS),
    slots: Slots {
        tp_new: Some(exception_new),
        tp_init: Some(exception_init),
        tp_str: Some(exception_str),
        tp_repr: Some(exception_repr),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<BaseException>("BaseException")
};

/// The data of an exception type that differs from its base in name and doc only.
const fn derived(name: &'static str, base: &'static TypeDef, layout: Layout, doc: &'static str) -> TypeDef {
    TypeDef {
        doc: Some(doc),
        base: Some(base),
        flags: TypeFlags::BASETYPE.with(TypeFlags::BASE_EXC_SUBCLASS),
        layout,
        slots: Slots { tp_new: Some(exception_new), tp_init: Some(exception_init), ..Slots::INHERIT },
        ..TypeDef::of::<BaseException>(name)
    }
}

macro_rules! own_field {
    ($def:ident: $name:literal = $index:literal) => {
        GetSetDef {
            name: $name,
            get: |ts, this| Ok(none_or(ts, field(this, &$def, $index).and_then(Field::get))),
            set: Some(|_ts, this, value| {
                set_field(this, &$def, $index, value.map(PyObject::to_ref));
                Ok(())
            }),
            doc: None,
            member: true,
        }
    };
}

macro_rules! own_fields {
    ($def:ident: $($name:literal = $index:literal),*) => { &[$(own_field!($def: $name = $index)),*] };
}
use own_field;

macro_rules! plain_exceptions {
    ($($def:ident $name:literal ($base:ident, $own:literal) $doc:literal;)*) => { $(
        #[doc = $name]
        pub static $def: TypeDef = TypeDef {
            // A class below one with fields of its own fills them as that one does.
            slots: if $own == 0 { derived($name, &$base, Layout::of::<With<$own>>(), $doc).slots } else { Slots::INHERIT },
            ..derived($name, &$base, Layout::of::<With<$own>>(), $doc)
        };
    )* };
}

plain_exceptions! {
    EXCEPTION "Exception" (BASE_EXCEPTION, 0) "The base of all exceptions that do not end the program on purpose.";
    GENERATOR_EXIT "GeneratorExit" (BASE_EXCEPTION, 0) "Raised in a generator that is closed.";
    KEYBOARD_INTERRUPT "KeyboardInterrupt" (BASE_EXCEPTION, 0) "The program was interrupted by the user.";
    TYPE_ERROR "TypeError" (EXCEPTION, 0) "An argument has the wrong type.";
    STOP_ASYNC_ITERATION "StopAsyncIteration" (EXCEPTION, 0) "The end of an asynchronous iterator.";
    VALUE_ERROR "ValueError" (EXCEPTION, 0) "An argument has the right type but a wrong value.";
    UNICODE_ERROR "UnicodeError" (VALUE_ERROR, 0) "Text could not be encoded or decoded.";
    ARITHMETIC_ERROR "ArithmeticError" (EXCEPTION, 0) "The base of arithmetic errors.";
    FLOATING_POINT_ERROR "FloatingPointError" (ARITHMETIC_ERROR, 0) "A floating-point operation failed.";
    OVERFLOW_ERROR "OverflowError" (ARITHMETIC_ERROR, 0) "A result is too large to be represented.";
    ZERO_DIVISION_ERROR "ZeroDivisionError" (ARITHMETIC_ERROR, 0) "A division or modulo by zero.";
    ASSERTION_ERROR "AssertionError" (EXCEPTION, 0) "An assertion failed.";
    BUFFER_ERROR "BufferError" (EXCEPTION, 0) "A buffer operation cannot be done.";
    EOF_ERROR "EOFError" (EXCEPTION, 0) "Input ended where more was needed.";
    LOOKUP_ERROR "LookupError" (EXCEPTION, 0) "The base of look-up errors.";
    INDEX_ERROR "IndexError" (LOOKUP_ERROR, 0) "A sequence index is out of range.";
    MEMORY_ERROR "MemoryError" (EXCEPTION, 0) "There is no memory left.";
    UNBOUND_LOCAL_ERROR "UnboundLocalError" (NAME_ERROR, 1) "A local name was used before it was bound.";
    REFERENCE_ERROR "ReferenceError" (EXCEPTION, 0) "A weakly referenced object is gone.";
    RUNTIME_ERROR "RuntimeError" (EXCEPTION, 0) "An error that fits no other class.";
    RECURSION_ERROR "RecursionError" (RUNTIME_ERROR, 0) "The recursion limit was exceeded.";
    NOT_IMPLEMENTED_ERROR "NotImplementedError" (RUNTIME_ERROR, 0) "A method must be implemented by a derived class.";
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError" (RUNTIME_ERROR, 0) "The operation cannot be done while the interpreter ends.";
    SYSTEM_ERROR "SystemError" (EXCEPTION, 0) "An internal error of the interpreter.";
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" (IMPORT_ERROR, 4) "The module does not exist.";
    INCOMPLETE_INPUT_ERROR "_IncompleteInputError" (SYNTAX_ERROR, 8) "The source ends too early.";
    INDENTATION_ERROR "IndentationError" (SYNTAX_ERROR, 8) "The indentation is wrong.";
    TAB_ERROR "TabError" (INDENTATION_ERROR, 8) "Tabs and spaces are mixed in a way that depends on the tab size.";
    BLOCKING_IO_ERROR "BlockingIOError" (OS_ERROR, 5) "The operation would block.";
    CHILD_PROCESS_ERROR "ChildProcessError" (OS_ERROR, 5) "A child process failed.";
    CONNECTION_ERROR "ConnectionError" (OS_ERROR, 5) "The base of connection errors.";
    BROKEN_PIPE_ERROR "BrokenPipeError" (CONNECTION_ERROR, 5) "The other end of a pipe is closed.";
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" (CONNECTION_ERROR, 5) "The connection was aborted.";
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" (CONNECTION_ERROR, 5) "The connection was refused.";
    CONNECTION_RESET_ERROR "ConnectionResetError" (CONNECTION_ERROR, 5) "The connection was reset.";
    FILE_EXISTS_ERROR "FileExistsError" (OS_ERROR, 5) "The file exists already.";
    FILE_NOT_FOUND_ERROR "FileNotFoundError" (OS_ERROR, 5) "There is no such file.";
    INTERRUPTED_ERROR "InterruptedError" (OS_ERROR, 5) "The call was interrupted by a signal.";
    IS_A_DIRECTORY_ERROR "IsADirectoryError" (OS_ERROR, 5) "The operation does not work on directories.";
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" (OS_ERROR, 5) "The operation works on directories only.";
    PERMISSION_ERROR "PermissionError" (OS_ERROR, 5) "Not enough rights.";
    PROCESS_LOOKUP_ERROR "ProcessLookupError" (OS_ERROR, 5) "There is no such process.";
    TIMEOUT_ERROR "TimeoutError" (OS_ERROR, 5) "The time is up.";
    WARNING "Warning" (EXCEPTION, 0) "The base of warning categories.";
    USER_WARNING "UserWarning" (WARNING, 0) "A warning by user code.";
    DEPRECATION_WARNING "DeprecationWarning" (WARNING, 0) "A warning about a deprecated feature, for developers.";
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" (WARNING, 0) "A warning about a feature to be deprecated.";
    SYNTAX_WARNING "SyntaxWarning" (WARNING, 0) "A warning about dubious syntax.";
    RUNTIME_WARNING "RuntimeWarning" (WARNING, 0) "A warning about dubious behaviour at run time.";
    FUTURE_WARNING "FutureWarning" (WARNING, 0) "A warning about a change to come, for users.";
    IMPORT_WARNING "ImportWarning" (WARNING, 0) "A warning about a probable mistake in imports.";
    UNICODE_WARNING "UnicodeWarning" (WARNING, 0) "A warning about Unicode.";
    BYTES_WARNING "BytesWarning" (WARNING, 0) "A warning about bytes and str being mixed.";
    RESOURCE_WARNING "ResourceWarning" (WARNING, 0) "A warning about a resource not released.";
    ENCODING_WARNING "EncodingWarning" (WARNING, 0) "A warning about an encoding not named.";
}

/// StopIteration: `value`.
pub static STOP_ITERATION: TypeDef = TypeDef {
    slots: Slots { tp_new: Some(exception_new), tp_init: Some(init::stop_iteration), ..Slots::INHERIT },
    getset: own_fields!(STOP_ITERATION: "value" = 0),
    ..derived("StopIteration", &EXCEPTION, Layout::of::<With<1>>(), "The end of an iterator.")
};

/// SystemExit: `code`.
pub static SYSTEM_EXIT: TypeDef = TypeDef {
    slots: Slots { tp_new: Some(exception_new), tp_init: Some(init::system_exit), ..Slots::INHERIT },
    getset: own_fields!(SYSTEM_EXIT: "code" = 0),
    ..derived("SystemExit", &BASE_EXCEPTION, Layout::of::<With<1>>(), "A request to end the program.")
};

/// KeyError: shows its key by repr.
pub static KEY_ERROR: TypeDef = TypeDef {
    slots: Slots { tp_new: Some(exception_new), tp_init: Some(exception_init), tp_str: Some(key_error_str), ..Slots::INHERIT },
    ..derived("KeyError", &LOOKUP_ERROR, Layout::of::<With<0>>(), "A mapping has no such key.")
};

fn key_error_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    match payload(ts, this)?.args(ts).items() {
        [key] => crate::protocol::object::repr(ts, key).map(Py::into_ref),
        _ => exception_str(ts, this),
    }
}

/// NameError: `name`.
pub static NAME_ERROR: TypeDef = TypeDef {
    slots: Slots { tp_new: Some(exception_new), tp_init: Some(init::name_error), ..Slots::INHERIT },
    getset: own_fields!(NAME_ERROR: "name" = 0),
    ..derived("NameError", &EXCEPTION, Layout::of::<With<1>>(), "A name is not defined.")
};

/// AttributeError: `obj`, `name`.
pub static ATTRIBUTE_ERROR: TypeDef = TypeDef {
    slots: Slots { tp_new: Some(exception_new), tp_init: Some(init::attribute_error), ..Slots::INHERIT },
    getset: own_fields!(ATTRIBUTE_ERROR: "obj" = 0, "name" = 1),
    ..derived("AttributeError", &EXCEPTION, Layout::of::<With<2>>(), "An object has no such attribute.")
};

/// ImportError: `msg`, `name`, `path`, `name_from`.
pub static IMPORT_ERROR: TypeDef = TypeDef {
    slots: Slots { tp_new: Some(exception_new), tp_init: Some(init::import_error), tp_str: Some(init::import_error_str), ..Slots::INHERIT },
    getset: own_fields!(IMPORT_ERROR: "msg" = 0, "name" = 1, "path" = 2, "name_from" = 3),
    ..derived("ImportError", &EXCEPTION, Layout::of::<With<4>>(), "A module or a name in it could not be imported.")
};

/// OSError: `errno`, `strerror`, `filename`, `filename2`, characters written.
pub static OS_ERROR: TypeDef = TypeDef {
    slots: Slots {
        tp_new: Some(init::os_error_new),
        tp_init: Some(init::os_error_init),
        tp_str: Some(init::os_error_str),
        ..Slots::INHERIT
    },
    getset: &[
        own_field!(OS_ERROR: "errno" = 0),
        own_field!(OS_ERROR: "strerror" = 1),
        own_field!(OS_ERROR: "filename" = 2),
        own_field!(OS_ERROR: "filename2" = 3),
        GetSetDef {
            name: "characters_written",
            get: init::get_characters_written,
            set: Some(init::set_characters_written),
            doc: None,
            member: false,
        },
    ],
    ..derived("OSError", &EXCEPTION, Layout::of::<With<5>>(), "The operating system reported an error.")
};

/// SyntaxError: `msg`, `filename`, `lineno`, `offset`, `text`, `end_lineno`, `end_offset`, `print_file_and_line`.
pub static SYNTAX_ERROR: TypeDef = TypeDef {
    slots: Slots { tp_new: Some(exception_new), tp_init: Some(init::syntax_error), tp_str: Some(init::syntax_error_str), ..Slots::INHERIT },
    getset: own_fields!(SYNTAX_ERROR: "msg" = 0, "filename" = 1, "lineno" = 2, "offset" = 3, "text" = 4, "end_lineno" = 5, "end_offset" = 6, "print_file_and_line" = 7),
    ..derived("SyntaxError", &EXCEPTION, Layout::of::<With<8>>(), "The source is not valid Python.")
};

/// UnicodeEncodeError: `encoding`, `object`, `start`, `end`, `reason`.
pub static UNICODE_ENCODE_ERROR: TypeDef = TypeDef {
    slots: Slots {
        tp_new: Some(exception_new),
        tp_init: Some(init::unicode_encode),
        tp_str: Some(init::unicode_encode_str),
        ..Slots::INHERIT
    },
    getset: own_fields!(UNICODE_ENCODE_ERROR: "encoding" = 0, "object" = 1, "start" = 2, "end" = 3, "reason" = 4),
    ..derived("UnicodeEncodeError", &UNICODE_ERROR, Layout::of::<With<5>>(), "Text could not be encoded.")
};

/// UnicodeDecodeError: `encoding`, `object`, `start`, `end`, `reason`.
pub static UNICODE_DECODE_ERROR: TypeDef = TypeDef {
    slots: Slots {
        tp_new: Some(exception_new),
        tp_init: Some(init::unicode_decode),
        tp_str: Some(init::unicode_decode_str),
        ..Slots::INHERIT
    },
    getset: own_fields!(UNICODE_DECODE_ERROR: "encoding" = 0, "object" = 1, "start" = 2, "end" = 3, "reason" = 4),
    ..derived("UnicodeDecodeError", &UNICODE_ERROR, Layout::of::<With<5>>(), "Bytes could not be decoded.")
};

/// UnicodeTranslateError: `encoding` (unused), `object`, `start`, `end`, `reason`.
pub static UNICODE_TRANSLATE_ERROR: TypeDef = TypeDef {
    slots: Slots {
        tp_new: Some(exception_new),
        tp_init: Some(init::unicode_translate),
        tp_str: Some(init::unicode_translate_str),
        ..Slots::INHERIT
    },
    getset: own_fields!(UNICODE_TRANSLATE_ERROR: "encoding" = 0, "object" = 1, "start" = 2, "end" = 3, "reason" = 4),
    ..derived("UnicodeTranslateError", &UNICODE_ERROR, Layout::of::<With<5>>(), "Text could not be translated.")
};
