//! Calling: from the stack and from native code, and binding arguments to parameters.
//!
//! CPython counterpart: `initialize_locals` and the error functions around it in `Python/ceval.c`, `_PyEval_Vector`,
//! `specialize_class_call`'s idea of inlining `__init__`.
//! Invariant: a call of Python code from Python code pushes a frame and returns; the handler then goes on in it. The frame begins where the
//! caller's stack holds the first argument, which is bound where it lies; nothing that binding runs can overwrite the slots being bound.
#![expect(unsafe_code, reason = "lays frames out; contracts R1 and M1")]

use std::ptr::NonNull;

use crate::types::as_type;
use minipy_bytecode::CodeFlags;
use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::slots::{InitFunc, NewFunc};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::types::builtin_function::call_builtin;
use minipy_object::types::descriptors::call_method_descriptor;
use minipy_object::types::dict::Dict;
use minipy_object::types::exceptions::BaseException;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use smallvec::SmallVec;

use crate::cache::Entry;
use crate::frame::{Area, INIT, NS, Record, Stack, VmThread, enter_frame, vm};
use crate::machine::{Ended, run_frame};
use crate::stackref::StackRef;
use crate::types::code::Code;
use crate::types::function::Function;
use crate::types::method::Method;

/// CALL and CALL_KW: `nargs` values (the last of them named by `kwnames`) lie on the stack above `self` or NULL and the callable. The
/// caller goes on `offset` units behind its pc. Afterwards the current frame is the callee's, or the result is on the stack.
pub(crate) fn call_on_stack(
    s: &mut Stack<'_>,
    nargs: usize,
    kwnames: Option<Py<Tuple>>,
    offset: usize,
    entry: Option<*mut Entry>,
) -> PyResult<()> {
    let ts = s.ts;
    if s.peek_or_none(nargs + 1).is_none() {
        let bound = s.peek(nargs + 2).downcast_exact::<Method>().map(|method| (method.func(ts), method.this(ts)));
        if let Some((func, this)) = bound {
            drop(s.replace(nargs + 1, Some(this)));
            drop(s.replace(nargs + 2, Some(func)));
        }
    }
    let total = nargs + usize::from(s.peek_or_none(nargs + 1).is_some());
    let callable = s.peek(nargs + 2);
    if callable.ob_type_ptr() == vm(ts).fast.function {
        return call_function_on_stack(s, total, nargs + 2, kwnames.as_deref(), offset);
    }
    if total == nargs && callable.ob_type_ptr() == vm(ts).fast.type_ {
        match constructor(ts, callable, entry) {
            // An `__init__` that makes a generator is called by `type.__call__`, which refuses its result.
            Constructor::Init(init) if !init.code_obj().flags().intersects(GENERATORS) => {
                let class = callable.to_ref();
                let Some(class) = as_type(&class) else { return Err(ts.system_error("a class was expected")) };
                let instance = bare_instance(ts, class)?;
                // The function takes the class's place, the instance that of `self`.
                drop(s.replace(nargs + 1, Some(instance.clone())));
                drop(s.replace(nargs + 2, Some(init.into_ref())));
                call_function_on_stack(s, nargs + 1, nargs + 2, kwnames.as_deref(), offset)?;
                let record = vm(ts).current.get();
                // SAFETY: the frame was just pushed; flag INIT says that `extra` is owned.
                unsafe {
                    (*record).flags |= INIT;
                    (*record).extra = StackRef::new(instance);
                }
                return Ok(());
            }
            Constructor::Bare if nargs == 0 => {
                let Some(class) = as_type(callable) else { return Err(ts.system_error("a class was expected")) };
                let instance = bare_instance(ts, class)?;
                s.finish(2, instance);
                advance(s, offset);
                return Ok(());
            }
            Constructor::Init(_) | Constructor::Bare | Constructor::Other => {}
        }
    }
    let result = protocol::call(ts, callable, Args::new(s.top(total), kwnames.as_deref()));
    drop(kwnames);
    // Also where it failed: the unwinder would drop them from the top down.
    s.drop_many(nargs + 2);
    s.push(result?);
    advance(s, offset);
    Ok(())
}

fn advance(s: &Stack<'_>, offset: usize) {
    // SAFETY: the record is the current frame; the offset is that of its instruction.
    unsafe { (*s.record()).pc = (*s.record()).pc.add(offset) };
}

/// CALL with a builtin function, or with a method of a builtin type and its object: the arguments are the slots as they lie.
pub(crate) fn call_native_on_stack(s: &mut Stack<'_>, nargs: usize) -> PyResult<()> {
    let ts = s.ts;
    let total = nargs + usize::from(s.peek_or_none(nargs + 1).is_some());
    let callable = s.peek(nargs + 2);
    let args = Args::new(s.top(total), None);
    // SAFETY: L1: the handler compared the type with these two.
    let result = unsafe {
        if callable.ob_type_ptr() == vm(ts).fast.builtin_function {
            call_builtin(ts, callable.downcast_unchecked(), args)
        } else {
            call_method_descriptor(ts, callable.downcast_unchecked(), args)
        }
    };
    s.drop_many(nargs + 2);
    s.push(result?);
    Ok(())
}

/// CALL_FUNCTION_EX: the callable and NULL are on the stack.
pub(crate) fn call_with_tuple(s: &mut Stack<'_>, args: Py<Tuple>, kwargs: Option<Py<Dict>>) -> PyResult<()> {
    let ts = s.ts;
    let kwargs = kwargs.filter(|kwargs| !kwargs.is_empty());
    let bound = s.peek(2).downcast_exact::<Method>().map(|method| (method.func(ts), method.this(ts)));
    if bound.is_none() && kwargs.is_none() && s.peek(2).ob_type_ptr() != vm(ts).fast.function {
        let result = protocol::call(ts, s.peek(2), Args::positional(args.items()))?;
        drop(args);
        s.finish(2, result);
        return Ok(());
    }
    let mut values: SmallVec<[PyRef; 8]> = SmallVec::new();
    if let Some((func, this)) = bound {
        drop(s.replace(2, Some(func)));
        values.push(this);
    }
    values.extend(args.items().iter().cloned());
    let kwnames = match &kwargs {
        Some(kwargs) => Some(append_keywords(ts, kwargs, &mut values)?),
        None => None,
    };
    let callable = s.peek(2).to_ref();
    match callable.downcast_into::<Function>() {
        Ok(func) => {
            let record = s.record();
            let pushed = push_frame(ts, vm(ts), func, values, kwnames.as_deref());
            // A frame has counts of its own; without one these are the last.
            drop(args);
            drop(kwargs);
            pushed?;
            // SAFETY: the record is the caller's, live: `push_frame` has left its two slots to us. They hold the function, which the frame
            // owns too, and NULL.
            unsafe {
                let start = (*record).sp.sub(2);
                let callable = std::mem::replace(&mut *start, StackRef::NULL);
                callable.close_or_null();
                (*record).sp = start;
                (*record).return_offset = 0;
            }
            Ok(())
        }
        Err(callable) => {
            let result = protocol::call(ts, &callable, Args::new(&values, kwnames.as_deref()))?;
            drop(callable);
            drop(values);
            s.finish(2, result);
            Ok(())
        }
    }
}

fn append_keywords(ts: &ThreadState, kwargs: &Obj<Dict>, values: &mut SmallVec<[PyRef; 8]>) -> PyResult<Py<Tuple>> {
    let mut names: SmallVec<[PyRef; 8]> = SmallVec::new();
    let mut at = 0;
    while let Some((key, value)) = kwargs.next(&mut at) {
        if key.downcast::<Str>().is_none() {
            return Err(ts.type_error("keywords must be strings"));
        }
        names.push(key);
        values.push(value);
    }
    Tuple::from_slice(ts, &names)
}

/// Call the function below the topmost `total` slots, which are its arguments; `taken` slots in all belong to the call. The frame begins
/// where the first argument lies; where the stack is not in the chunk (a generator's) or the chunk ends, the words move.
fn call_function_on_stack(s: &mut Stack<'_>, total: usize, taken: usize, kwnames: Option<&Obj<Tuple>>, offset: usize) -> PyResult<()> {
    let ts = s.ts;
    let vt = vm(ts);
    let record = s.record();
    s.top(total);
    if vt.recursion_left.get() <= 0 {
        return Err(crate::machine::run::recursion_error(ts));
    }
    let new = vt.next_record(ts)?;
    // SAFETY: verified code: the function and its arguments are there, owned; the slots of the new frame are within the area.
    unsafe {
        let end = (*record).sp;
        let start = end.sub(taken);
        let func: &Obj<Function> = (*start).cast();
        let code = func.code_obj();
        let size = code.framesize().max(total);
        let in_place = end.sub(total);
        let place = if in_place.addr() + size * size_of::<StackRef>() <= vt.area.get().limit.addr() {
            (in_place, None)
        } else {
            let (locals, area) = vt.room(ts, size)?;
            for i in 0..total {
                *locals.add(i) = std::mem::replace(&mut *in_place.add(i), StackRef::NULL);
            }
            (locals, area)
        };
        let locals = place.0;
        let count = code.nlocalsplus();
        for i in total..count {
            *locals.add(i) = StackRef::NULL;
        }
        if code.exact_args as usize != total || kwnames.is_some() {
            bind_protected(ts, vt, func, &code, total, kwnames, place)?;
        }
        let word = std::mem::replace(&mut *start, StackRef::NULL);
        (*record).sp = start;
        (*record).return_offset = offset as u32;
        let func = word.take().downcast_into_unchecked::<Function>();
        enter_frame(vt, new, func, locals, place.1, 0);
    }
    Ok(())
}

/// [`bind`] where the new frame's slots lie above everything that the current frame is known to use: what it runs (the hash of a keyword
/// of a str's subclass, a finalizer) lies above them. On failure the slots are given up.
///
/// # Safety
/// As for `bind`; `place` is the slots and the new area, if it differs.
unsafe fn bind_protected(
    ts: &ThreadState,
    vt: &VmThread,
    func: &Obj<Function>,
    code: &Obj<Code>,
    total: usize,
    kwnames: Option<&Obj<Tuple>>,
    place: (*mut StackRef, Option<Area>),
) -> PyResult<()> {
    let (locals, area) = place;
    let count = code.nlocalsplus().max(total);
    // SAFETY: promised by the caller; each word is closed once.
    unsafe {
        let reserved = vt.reserve(locals, locals.add(count), area);
        let result = bind(ts, func, code, total, kwnames, locals);
        if result.is_err() {
            for i in 0..count {
                std::mem::replace(&mut *locals.add(i), StackRef::NULL).close_or_null();
            }
        }
        vt.unreserve(reserved);
        result
    }
}

/// Bind `values` to the parameters of `func` in a new frame above the current one, and make it current.
fn push_frame(
    ts: &ThreadState,
    vt: &VmThread,
    func: Py<Function>,
    values: impl IntoIterator<Item = PyRef, IntoIter: ExactSizeIterator>,
    kwnames: Option<&Obj<Tuple>>,
) -> PyResult<()> {
    if vt.recursion_left.get() <= 0 {
        return Err(crate::machine::run::recursion_error(ts));
    }
    let values = values.into_iter();
    let total = values.len();
    let code = func.code_obj();
    let count = code.nlocalsplus();
    let (locals, area) = vt.room(ts, code.framesize().max(total))?;
    let record: NonNull<Record> = vt.next_record(ts)?;
    // SAFETY: `room` gave a run of that size above everything in use.
    unsafe {
        for (i, value) in values.enumerate() {
            *locals.add(i) = StackRef::new(value);
        }
        for i in total..count {
            *locals.add(i) = StackRef::NULL;
        }
        if code.exact_args as usize != total || kwnames.is_some() {
            bind_protected(ts, vt, &func, &code, total, kwnames, (locals, area))?;
        }
        enter_frame(vt, record, func, locals, area, 0);
    }
    Ok(())
}

/// Call a Python function from native code: a frame, and a native loop that runs it.
pub(crate) fn call_function(ts: &ThreadState, func: &Obj<Function>, args: Args<'_>) -> PyResult {
    let vt = vm(ts);
    ts.check_stack(" while calling a Python object")?;
    push_frame(ts, vt, func.to_py(), args.values().iter().cloned(), args.kwnames())?;
    run_to_end(ts)
}

fn run_to_end(ts: &ThreadState) -> PyResult {
    // SAFETY: the frame was just pushed, complete.
    match unsafe { run_frame(ts) }? {
        Ended::Returned(value) | Ended::Yielded(value) => Ok(value),
    }
}

/// Run a function of no parameters with a namespace: module, class and `exec` code. CPython: `PyEval_EvalCodeEx`, `_PyEval_Vector`.
pub(crate) fn call_with_namespace(ts: &ThreadState, func: &Obj<Function>, namespace: PyRef) -> PyResult {
    let vt = vm(ts);
    ts.check_stack(" while calling a Python object")?;
    push_frame(ts, vt, func.to_py(), [], None)?;
    // SAFETY: the frame was just pushed; flag NS says that `ns` is owned.
    unsafe {
        let record = vt.current.get();
        (*record).flags |= NS;
        (*record).ns = StackRef::new(namespace);
    }
    run_to_end(ts)
}

// --- classes ---------------------------------------------------------------------------------------------------------------------

/// Entry kind of CALL: the class at address `a` with that version has the Python `__init__` at address `b`.
const CLASS_INIT: u16 = 1;
/// The same; making a bare instance is all that its call does.
const CLASS_BARE: u16 = 2;

/// The kinds of code whose call makes an object that runs later.
const GENERATORS: CodeFlags = CodeFlags::GENERATOR.union(CodeFlags::COROUTINE).union(CodeFlags::ASYNC_GENERATOR);

/// What calling a class amounts to.
enum Constructor {
    /// Make a bare instance and call this on it.
    Init(Py<Function>),
    /// Make a bare instance.
    Bare,
    /// Whatever `type.__call__` finds.
    Other,
}

/// What calling an instance of `type` amounts to, from the entry or, the first time, from the class.
fn constructor(ts: &ThreadState, callable: &PyObject, entry: Option<*mut Entry>) -> Constructor {
    let Some(class) = as_type(callable) else { return Constructor::Other };
    if let Some(entry) = entry {
        // SAFETY: the entry belongs to the code that runs; while the class's version is current, its `__init__` is alive.
        unsafe {
            if (*entry).version != 0 && (*entry).a == callable.id() && class.current_version() == (*entry).version {
                if (*entry).kind == CLASS_BARE {
                    return Constructor::Bare;
                }
                let init = std::ptr::with_exposed_provenance::<PyObject>((*entry).b);
                return Constructor::Init((*init).to_ref().downcast_into_unchecked());
            }
        }
    }
    let found = if class.is_heap() { find_constructor(ts, class) } else { Constructor::Other };
    let (kind, b) = match &found {
        Constructor::Init(init) => (CLASS_INIT, init.as_object().as_ptr().as_ptr().expose_provenance()),
        Constructor::Bare => (CLASS_BARE, 0),
        Constructor::Other => return found,
    };
    if let Some(entry) = entry {
        // SAFETY: as above.
        unsafe {
            if (*entry).worth_filling() {
                *entry = Entry { version: class.version(ts), version2: 0, a: callable.id(), b, kind, misses: (*entry).misses };
            }
        }
    }
    found
}

fn find_constructor(ts: &ThreadState, class: &PyType) -> Constructor {
    let slots = &class.slots;
    let object = &ts.types().object.slots;
    let same_new = match (slots.tp_new.get(), object.tp_new.get()) {
        (Some(a), Some(b)) => std::ptr::fn_addr_eq(a, b as NewFunc),
        _ => false,
    };
    if !same_new || class.flags().has(minipy_object::typedef::TypeFlags::IS_ABSTRACT) {
        return Constructor::Other;
    }
    let Some(init) = slots.tp_init.get() else { return Constructor::Other };
    if object.tp_init.get().is_some_and(|plain| std::ptr::fn_addr_eq(init, plain)) {
        return Constructor::Bare;
    }
    if !std::ptr::fn_addr_eq(init, minipy_object::typeobject::dispatch::slot_tp_init as InitFunc) {
        return Constructor::Other;
    }
    match class.lookup(ts, &ts.names().__init__).map(PyRef::downcast_into::<Function>) {
        Some(Ok(init)) => Constructor::Init(init),
        _ => Constructor::Other,
    }
}

/// `object.__new__(class)`.
fn bare_instance(ts: &ThreadState, class: &PyType) -> PyResult {
    match class.slots.tp_new.get() {
        // `object.__new__` refuses excess arguments only where nobody takes them; a Python `__init__` does.
        Some(new) => new(ts, class, Args::NONE),
        None => Err(ts.system_error("a class without tp_new")),
    }
}

// --- binding -----------------------------------------------------------------------------------------------------------------------

/// Bind arguments to parameters, where they lie: the first `total` slots hold them, owned, the last of them named by `kwnames`; afterwards
/// each parameter's slot holds its value. On failure the slots hold what was bound so far.
///
/// # Safety
/// `slots` begins a run of `total` owned words and then NULL up to `nlocalsplus`.
unsafe fn bind(
    ts: &ThreadState,
    func: &Obj<Function>,
    code: &Obj<Code>,
    total: usize,
    kwnames: Option<&Obj<Tuple>>,
    slots: *mut StackRef,
) -> PyResult<()> {
    let argcount = code.argcount as usize;
    let kwonly = code.kwonlyargcount as usize;
    let nkw = kwnames.map_or(0, |names| names.len());
    let npos = total - nkw;
    let named = argcount + kwonly;
    let set = |i: usize, value: PyRef| {
        // SAFETY: indexes are below `total_args`, which is at most `nlocalsplus`; the slot is NULL.
        unsafe { *slots.add(i) = StackRef::new(value) }
    };
    // SAFETY: as above.
    let is_set = |i: usize| unsafe { !(*slots.add(i)).is_null() };
    if nkw > 0 || npos > argcount || code.has_varargs() || code.has_varkeywords() {
        // What does not lie at its place yet. It is let go when this returns; the slots have their own counts by then.
        let first = npos.min(argcount);
        let rest: SmallVec<[PyRef; 8]> = (first..total)
            // SAFETY: the words are owned; each is taken once.
            .map(|i| unsafe { std::mem::replace(&mut *slots.add(i), StackRef::NULL).take() })
            .collect();
        let extra = npos - first;
        let kwdict = if code.has_varkeywords() {
            let dict = Dict::new(ts)?;
            set(named + usize::from(code.has_varargs()), dict.clone().into_ref());
            Some(dict)
        } else {
            None
        };
        if code.has_varargs() {
            set(named, Tuple::from_slice(ts, rest.get(..extra).unwrap_or(&[]))?.into_ref());
        }
        if let Some(names) = kwnames {
            for (name, value) in names.items().iter().zip(rest.get(extra..).unwrap_or(&[])) {
                bind_keyword(ts, func, code, kwnames, kwdict.as_deref(), name, value, &set, &is_set)?;
            }
        }
        if extra > 0 && !code.has_varargs() {
            return Err(too_many_positional(ts, func, code, npos, &is_set));
        }
    }
    if npos < argcount {
        let defaults = func.defaults();
        let defaults = defaults.as_ref().map_or(&[][..], |defaults| defaults.items());
        let first_default = argcount.saturating_sub(defaults.len());
        if (npos..first_default).any(|i| !is_set(i)) {
            return Err(missing_arguments(ts, func, code, true, 0..first_default, &is_set));
        }
        for at in npos.max(first_default)..argcount {
            if !is_set(at) {
                if let Some(default) = defaults.get(at + defaults.len() - argcount) {
                    set(at, default.clone());
                }
            }
        }
    }
    if kwonly > 0 {
        let defaults = func.kwdefaults();
        let mut missing = false;
        for i in argcount..named {
            if is_set(i) {
                continue;
            }
            if let (Some(defaults), Some(name)) = (&defaults, code.local_name(i)) {
                if let Some(value) = defaults.get_str(ts, &name)? {
                    set(i, value);
                    continue;
                }
            }
            missing = true;
        }
        if missing {
            return Err(missing_arguments(ts, func, code, false, argcount..named, &is_set));
        }
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "one step of `bind`, split off for reading")]
fn bind_keyword(
    ts: &ThreadState,
    func: &Obj<Function>,
    code: &Obj<Code>,
    kwnames: Option<&Obj<Tuple>>,
    kwdict: Option<&Obj<Dict>>,
    name: &PyRef,
    value: &PyRef,
    set: &dyn Fn(usize, PyRef),
    is_set: &dyn Fn(usize) -> bool,
) -> PyResult<()> {
    let Some(text) = name.downcast::<Str>() else {
        return Err(ts.type_error(format_args!("{}() keywords must be strings", func.qualname_string())));
    };
    let posonly = code.posonlyargcount as usize;
    let named = (code.argcount + code.kwonlyargcount) as usize;
    let names = code.localsplusnames(ts);
    let params = names.items().get(posonly..named).unwrap_or(&[]);
    let found = params
        .iter()
        .position(|param| param.is(name))
        .or_else(|| params.iter().position(|param| param.downcast::<Str>().is_some_and(|param| param.equals(text))));
    match (found, kwdict) {
        (Some(i), _) => {
            let i = i + posonly;
            if is_set(i) {
                return Err(ts.type_error(format_args!(
                    "{}() got multiple values for argument '{}'",
                    func.qualname_string(),
                    text.to_rust_string()
                )));
            }
            set(i, value.clone());
            Ok(())
        }
        (None, Some(dict)) => dict.set_item(ts, name, value.clone()),
        (None, None) => {
            if let Some(raised) = positional_only_as_keyword(ts, func, code, kwnames)? {
                return Err(raised);
            }
            let given = text.to_rust_string();
            let candidates: Vec<String> =
                params.iter().filter_map(|param| param.downcast::<Str>().map(|param| param.to_rust_string())).collect();
            let hint = minipy_scalar::suggest::closest(&given, candidates.iter().map(String::as_str))
                .map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
            Err(ts.type_error(format_args!("{}() got an unexpected keyword argument '{given}'{hint}", func.qualname_string())))
        }
    }
}

/// `f() got some positional-only arguments passed as keyword arguments: 'a, b'`
fn positional_only_as_keyword(
    ts: &ThreadState,
    func: &Obj<Function>,
    code: &Obj<Code>,
    kwnames: Option<&Obj<Tuple>>,
) -> PyResult<Option<Raised>> {
    let posonly = code.posonlyargcount as usize;
    if posonly == 0 {
        return Ok(None);
    }
    let names = code.localsplusnames(ts);
    let mut bad = Vec::new();
    for param in names.items().iter().take(posonly) {
        let Some(param) = param.downcast::<Str>() else { continue };
        let given =
            kwnames.is_some_and(|names| names.items().iter().any(|name| name.downcast::<Str>().is_some_and(|name| name.equals(param))));
        if given {
            bad.push(param.to_rust_string());
        }
    }
    if bad.is_empty() {
        return Ok(None);
    }
    Ok(Some(ts.type_error(format_args!(
        "{}() got some positional-only arguments passed as keyword arguments: '{}'",
        func.qualname_string(),
        bad.join(", ")
    ))))
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// CPython: `too_many_positional`.
fn too_many_positional(ts: &ThreadState, func: &Obj<Function>, code: &Obj<Code>, given: usize, is_set: &dyn Fn(usize) -> bool) -> Raised {
    let argcount = code.argcount as usize;
    let named = argcount + code.kwonlyargcount as usize;
    let kwonly_given = (argcount..named).filter(|i| is_set(*i)).count();
    let defaults = func.defaults().map_or(0, |defaults| defaults.len());
    let (takes, several) = if defaults > 0 {
        (format!("from {} to {argcount}", argcount - defaults.min(argcount)), true)
    } else {
        (argcount.to_string(), argcount != 1)
    };
    let keywords = if kwonly_given > 0 {
        format!(" positional argument{} (and {kwonly_given} keyword-only argument{})", plural(given), plural(kwonly_given))
    } else {
        String::new()
    };
    let were = if given == 1 && kwonly_given == 0 { "was" } else { "were" };
    ts.type_error(format_args!(
        "{}() takes {takes} positional argument{} but {given}{keywords} {were} given",
        func.qualname_string(),
        if several { "s" } else { "" }
    ))
}

/// CPython: `missing_arguments`, `format_missing`.
fn missing_arguments(
    ts: &ThreadState,
    func: &Obj<Function>,
    code: &Obj<Code>,
    positional: bool,
    range: std::ops::Range<usize>,
    is_set: &dyn Fn(usize) -> bool,
) -> Raised {
    let names: Vec<String> =
        range.filter(|i| !is_set(*i)).filter_map(|i| code.local_name(i)).map(|name| format!("'{}'", name.to_rust_string())).collect();
    let list = match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [head @ .., last] => format!("{}, and {last}", head.join(", ")),
    };
    ts.type_error(format_args!(
        "{}() missing {} required {} argument{}: {list}",
        func.qualname_string(),
        names.len(),
        if positional { "positional" } else { "keyword-only" },
        plural(names.len())
    ))
}

// --- `**` in displays and calls ------------------------------------------------------------------------------------------------------

/// `{**mapping}`: AttributeError if it has no `keys`. CPython: `PyDict_Update`.
pub(crate) fn update_mapping(ts: &ThreadState, dict: &Obj<Dict>, mapping: &PyObject) -> PyResult<()> {
    if mapping.downcast::<Dict>().is_none() && protocol::get_attr_opt(ts, mapping, &ts.names().keys)?.is_none() {
        return Err(ts.no_attribute(mapping, &ts.names().keys));
    }
    dict.merge(ts, mapping, minipy_object::types::dict::merge::MergeMode::Overwrite)
}

/// `f(**mapping)`: a key twice, no str or no mapping is a TypeError that names the function. CPython: `_PyDict_MergeEx` with
/// `_PyEval_FormatKwargsError`.
pub(crate) fn merge_keywords(ts: &ThreadState, callable: &PyObject, dict: &Obj<Dict>, mapping: &PyObject) -> PyResult<()> {
    let Err(raised) = dict.merge(ts, mapping, minipy_object::types::dict::MergeMode::Refuse) else { return Ok(()) };
    if ts.exception_is(&raised, &ts.types().attribute_error) {
        ts.clear_exception(raised);
        let (name, kind) = (function_name(ts, callable)?, mapping.ob_type().name_string());
        return Err(ts.type_error(format_args!("{name} argument after ** must be a mapping, not {kind}")));
    }
    if !ts.exception_is(&raised, &ts.types().key_error) {
        return Err(raised);
    }
    let exception = ts.take_exception(raised);
    let args = exception.downcast::<BaseException>().map(|exception| exception.args(ts));
    let key = match args.as_ref().map(|args| args.items()) {
        Some([key]) => key.clone(),
        _ => return Err(ts.raise_exception(exception)),
    };
    match key.downcast::<Str>() {
        Some(key) => {
            let (name, key) = (function_name(ts, callable)?, key.to_rust_string());
            Err(ts.type_error(format_args!("{name} got multiple values for keyword argument '{key}'")))
        }
        None => Err(ts.type_error("keywords must be strings")),
    }
}

/// `f()` as messages name a callable. CPython: `_PyObject_FunctionStr`.
pub(crate) fn function_name(ts: &ThreadState, callable: &PyObject) -> PyResult<String> {
    let Some(qualname) = protocol::get_attr_opt(ts, callable, &ts.names().__qualname__)? else {
        return Ok(protocol::str(ts, callable)?.to_rust_string());
    };
    let text = protocol::str(ts, &qualname)?.to_rust_string();
    if let Some(module) = protocol::get_attr_opt(ts, callable, &ts.names().__module__)? {
        if let Some(module) = module.downcast::<Str>().map(|module| module.to_rust_string()) {
            if module != "builtins" {
                return Ok(format!("{module}.{text}()"));
            }
        }
    }
    Ok(format!("{text}()"))
}
