//! Calling: from the stack and from native code, and binding arguments to parameters.
//!
//! CPython counterpart: `initialize_locals` and the error functions around it in `Python/ceval.c`, `_PyEval_Vector`,
//! `specialize_class_call`'s idea of inlining `__init__`.
//! Invariant: a call of Python code from Python code pushes a frame and returns; the handler then goes on in it. The bound arguments of a
//! new frame own their counts; the originals are released only once the frame is current, so code that their release runs lies above it.
#![expect(unsafe_code, reason = "lays frames out; contracts R1 and M1")]

use std::ptr::NonNull;

use crate::types::as_type;
use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::slots::{InitFunc, NewFunc};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::types::dict::Dict;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::cache::Entry;
use crate::frame::{INIT, NS, Record, Stack, VmThread, enter_frame, vm};
use crate::machine::{Ended, run_frame};
use crate::stackref::{StackRef, as_refs};
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
    let callable = s.peek(nargs + 2).to_ref();
    let callable = match callable.downcast_into::<Function>() {
        Ok(func) => {
            s.top(total);
            return push_python(s, func, total, nargs + 2, kwnames, offset, None);
        }
        Err(callable) => callable,
    };
    if let Some((init, class)) = inlinable_init(ts, &callable, entry) {
        let instance = bare_instance(ts, &class)?;
        if total == nargs {
            drop(s.replace(nargs + 1, Some(instance.clone())));
            s.top(nargs + 1);
            return push_python(s, init, nargs + 1, nargs + 2, kwnames, offset, Some(instance));
        }
    }
    let result = {
        let args = Args::new(s.top(total), kwnames.as_deref());
        call_native_object(ts, &callable, args)?
    };
    drop(callable);
    drop(kwnames);
    s.finish(nargs + 2, result);
    advance(s, offset);
    Ok(())
}

fn advance(s: &Stack<'_>, offset: usize) {
    // SAFETY: the record is the current frame; the offset is that of its instruction.
    unsafe { (*s.record()).pc = (*s.record()).pc.add(offset) };
}

/// Call something that is not Python code.
#[inline]
fn call_native_object(ts: &ThreadState, callable: &PyObject, args: Args<'_>) -> PyResult {
    protocol::call(ts, callable, args)
}

/// CALL_FUNCTION_EX: the callable and NULL are on the stack.
pub(crate) fn call_with_tuple(s: &mut Stack<'_>, args: Py<Tuple>, kwargs: Option<Py<Dict>>) -> PyResult<()> {
    let ts = s.ts;
    let mut values = args.items().to_vec();
    let kwnames = match kwargs {
        Some(kwargs) if !kwargs.is_empty() => Some(append_keywords(ts, &kwargs, &mut values)?),
        _ => None,
    };
    drop(args);
    let mut callable = s.peek(2).to_ref();
    if let Some((func, this)) = callable.downcast_exact::<Method>().map(|method| (method.func(ts), method.this(ts))) {
        values.insert(0, this);
        callable = func;
    }
    match callable.downcast_into::<Function>() {
        Ok(func) => {
            s.drop_many(2);
            let record = s.record();
            let vt = vm(ts);
            // The values are native references here: the frame gets its own.
            push_frame(ts, vt, func, &values, kwnames.as_deref(), 0)?;
            // SAFETY: the record is the caller's, live.
            unsafe { (*record).return_offset = 0 };
            drop(values);
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

fn append_keywords(ts: &ThreadState, kwargs: &Obj<Dict>, values: &mut Vec<PyRef>) -> PyResult<Py<Tuple>> {
    let mut names = Vec::with_capacity(kwargs.len());
    let mut at = 0;
    while let Some((key, value)) = kwargs.next(&mut at) {
        if key.downcast::<Str>().is_none() {
            return Err(ts.type_error("keywords must be strings"));
        }
        names.push(key);
        values.push(value);
    }
    Tuple::from_vec(ts, names)
}

/// Push the frame of a Python function whose arguments are the topmost `total` slots; `taken` slots in all belong to the call.
fn push_python(
    s: &mut Stack<'_>,
    func: Py<Function>,
    total: usize,
    taken: usize,
    kwnames: Option<Py<Tuple>>,
    offset: usize,
    instance: Option<PyRef>,
) -> PyResult<()> {
    let ts = s.ts;
    let vt = vm(ts);
    let record = s.record();
    // SAFETY: the topmost slots hold owned words (`Stack::top` made them so); the frame above leaves them in place.
    unsafe {
        let values = as_refs((*record).sp.sub(total), total);
        let flags = if instance.is_some() { INIT } else { 0 };
        push_frame(ts, vt, func, values, kwnames.as_deref(), flags)?;
        let new = vt.current.get();
        if let Some(instance) = instance {
            (*new).extra = StackRef::new(instance);
        }
        // The frame owns what it needs: release the originals, then say where the result goes.
        let end = (*record).sp;
        let start = end.sub(taken);
        for i in 0..taken {
            let slot = start.add(i);
            let word = std::mem::replace(&mut *slot, StackRef::NULL);
            word.close_or_null();
        }
        (*record).sp = start;
        (*record).return_offset = offset as u32;
    }
    drop(kwnames);
    Ok(())
}

/// Bind `values` to the parameters of `func` in a new frame above the current one, and make it current.
fn push_frame(
    ts: &ThreadState,
    vt: &VmThread,
    func: Py<Function>,
    values: &[PyRef],
    kwnames: Option<&Obj<Tuple>>,
    flags: u32,
) -> PyResult<()> {
    if vt.recursion_left.get() <= 0 {
        return Err(crate::machine::run::recursion_error(ts));
    }
    let code = func.code_obj();
    let (locals, area) = vt.room(ts, code.framesize())?;
    let record: NonNull<Record> = vt.next_record(ts)?;
    // SAFETY: `room` gave a run of the frame's size above everything in use; `bind` fills all locals or leaves none.
    unsafe {
        let slots = locals;
        for i in 0..code.nlocalsplus() {
            *slots.add(i) = StackRef::NULL;
        }
        if code.exact_args as usize == values.len() && kwnames.is_none() {
            for (i, value) in values.iter().enumerate() {
                *slots.add(i) = StackRef::new(value.clone());
            }
        } else if let Err(raised) = bind(ts, &func, &code, values, kwnames, slots) {
            for i in 0..code.total_args() {
                (*slots.add(i)).close_or_null();
            }
            return Err(raised);
        }
        enter_frame(vt, record, func, locals, area, flags);
    }
    Ok(())
}

/// Call a Python function from native code: a frame, and a native loop that runs it.
pub(crate) fn call_function(ts: &ThreadState, func: &Obj<Function>, args: Args<'_>) -> PyResult {
    let vt = vm(ts);
    ts.check_stack(" while calling a Python object")?;
    push_frame(ts, vt, func.to_py(), args.values(), args.kwnames(), 0)?;
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
    push_frame(ts, vt, func.to_py(), &[], None, NS)?;
    // SAFETY: the frame was just pushed; flag NS says that `ns` is owned.
    unsafe { (*vt.current.get()).ns = StackRef::new(namespace) };
    run_to_end(ts)
}

// --- classes ---------------------------------------------------------------------------------------------------------------------

/// Entry kind of CALL: the class at address `a` with that version has the Python `__init__` at address `b`.
const CLASS_INIT: u32 = 1;

/// The Python `__init__` of a class whose call does nothing else than make a bare instance and initialise it.
fn inlinable_init(
    ts: &ThreadState,
    callable: &PyObject,
    entry: Option<*mut Entry>,
) -> Option<(Py<Function>, Py<minipy_object::typeobject::Type>)> {
    let meta = callable.ob_type_ptr();
    if meta != NonNull::from(&*ts.types().type_) {
        return None;
    }
    let class = as_type(callable)?;
    if !class.is_heap() {
        return None;
    }
    if let Some(entry) = entry {
        // SAFETY: the entry belongs to the code that runs; while the class's version is current, its `__init__` is alive.
        unsafe {
            if (*entry).kind == CLASS_INIT
                && (*entry).version != 0
                && (*entry).a == callable.id()
                && class.current_version() == (*entry).version
            {
                let init = std::ptr::with_exposed_provenance::<PyObject>((*entry).b);
                return Some(((*init).to_ref().downcast_into().ok()?, class.to_py()));
            }
        }
    }
    let slots = &class.slots;
    let object = &ts.types().object.slots;
    let same_new = match (slots.tp_new.get(), object.tp_new.get()) {
        (Some(a), Some(b)) => std::ptr::fn_addr_eq(a, b as NewFunc),
        _ => false,
    };
    let python_init =
        slots.tp_init.get().is_some_and(|init| std::ptr::fn_addr_eq(init, minipy_object::typeobject::dispatch::slot_tp_init as InitFunc));
    if !same_new || !python_init || class.flags().has(minipy_object::typedef::TypeFlags::IS_ABSTRACT) {
        return None;
    }
    let init = class.lookup(ts, &ts.names().__init__)?;
    let address = init.id();
    let init = init.downcast_into::<Function>().ok()?;
    if let Some(entry) = entry {
        // SAFETY: as above.
        unsafe {
            (*entry).version = class.version(ts);
            (*entry).kind = CLASS_INIT;
            (*entry).a = callable.id();
            init.as_object().as_ptr().as_ptr().expose_provenance();
            (*entry).b = address;
        }
    }
    Some((init, class.to_py()))
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

/// Bind arguments to parameters: fill the first slots with owned words. On failure the slots hold what was bound so far.
///
/// # Safety
/// `slots` begins a run of `nlocalsplus` NULL slots.
unsafe fn bind(
    ts: &ThreadState,
    func: &Obj<Function>,
    code: &Obj<Code>,
    values: &[PyRef],
    kwnames: Option<&Obj<Tuple>>,
    slots: *mut StackRef,
) -> PyResult<()> {
    let argcount = code.argcount as usize;
    let kwonly = code.kwonlyargcount as usize;
    let nkw = kwnames.map_or(0, |names| names.len());
    let npos = values.len() - nkw;
    let named = argcount + kwonly;
    let set = |i: usize, value: PyRef| {
        // SAFETY: indexes are below `total_args`, which is at most `nlocalsplus`.
        unsafe { *slots.add(i) = StackRef::new(value) }
    };
    // SAFETY: as above.
    let is_set = |i: usize| unsafe { !(*slots.add(i)).is_null() };
    let kwdict = if code.has_varkeywords() {
        let dict = Dict::new(ts)?;
        set(named + usize::from(code.has_varargs()), dict.clone().into_ref());
        Some(dict)
    } else {
        None
    };
    for (i, value) in values.iter().take(npos.min(argcount)).enumerate() {
        set(i, value.clone());
    }
    if code.has_varargs() {
        let rest = values.get(argcount..npos).unwrap_or(&[]);
        set(named, Tuple::from_slice(ts, rest)?.into_ref());
    }
    if let Some(names) = kwnames {
        for (name, value) in names.items().iter().zip(values.get(npos..).unwrap_or(&[])) {
            bind_keyword(ts, func, code, kwnames, kwdict.as_deref(), name, value, &set, &is_set)?;
        }
    }
    if npos > argcount && !code.has_varargs() {
        return Err(too_many_positional(ts, func, code, npos, &is_set));
    }
    if npos < argcount {
        let defaults = func.defaults();
        let defaults = defaults.as_ref().map_or(&[][..], |defaults| defaults.items());
        let first_default = argcount.saturating_sub(defaults.len());
        if (npos..first_default).any(|i| !is_set(i)) {
            return Err(missing_arguments(ts, func, code, true, 0..first_default, &is_set));
        }
        for (i, default) in defaults.iter().enumerate() {
            let at = argcount - defaults.len().min(argcount) + i;
            if at < argcount && at >= npos.min(argcount) && !is_set(at) {
                set(at, default.clone());
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
            let hint = crate::suggest::closest(&given, candidates.iter().map(String::as_str))
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
    let mut pairs: Vec<(PyRef, PyRef)> = Vec::new();
    match mapping.downcast::<Dict>() {
        Some(other) => {
            let mut at = 0;
            while let Some(pair) = other.next(&mut at) {
                pairs.push(pair);
            }
        }
        None => {
            let Some(keys) = protocol::get_attr_opt(ts, mapping, &ts.names().keys)? else {
                let name = function_name(ts, callable)?;
                let kind = mapping.ob_type().name_string();
                return Err(ts.type_error(format_args!("{name} argument after ** must be a mapping, not {kind}")));
            };
            let keys = protocol::call_no_args(ts, &keys)?;
            for key in protocol::to_vec(ts, &keys)? {
                let value = protocol::get_item(ts, mapping, &key)?;
                pairs.push((key, value));
            }
        }
    }
    for (key, value) in pairs {
        if dict.contains(ts, &key)? {
            let name = function_name(ts, callable)?;
            return Err(match key.downcast::<Str>() {
                Some(key) => {
                    let key = key.to_rust_string();
                    ts.type_error(format_args!("{name} got multiple values for keyword argument '{key}'"))
                }
                None => ts.type_error("keywords must be strings"),
            });
        }
        dict.set_item(ts, &key, value)?;
    }
    Ok(())
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
