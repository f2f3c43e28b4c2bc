//! Code objects that a program makes: `code(…)` and `code.replace(…)`.
//!
//! CPython counterpart: `code_new_impl` and `code_replace_impl` of `Objects/codeobject.c`. CPython runs whatever bytes it is given. Here the
//! handlers rely on more than the verifier can prove (which constants are tuples of names, where the cells are), so bytecode is accepted
//! only if it is what the compiler made: a [`Shape`] that the program has seen through `co_code`, or that of the code being replaced.

use minipy_bytecode::{CodeDesc, CodeFlags, Const, LocalKind};
use minipy_object::args::{Args, check_positional, no_keywords};
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::typedef::Payload;
use minipy_object::types::bytes::Bytes;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use super::code::Code;
use super::code_from::{Parts, build};
use crate::interp::vm_interp;

/// What of a code object the handlers rely on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Shape {
    units: Vec<u16>,
    kinds: Vec<u8>,
    exceptiontable: Vec<u8>,
    consts: Vec<Kind>,
    flags: u32,
    /// The parameters: loads of these do not check that they are bound.
    bound: u32,
}

/// What of a constant.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Code,
    /// A tuple of str, such as the names of keyword arguments.
    Names(usize),
    Tuple(usize),
    Other,
}

/// The flags that decide how a frame runs.
const RUNNING: CodeFlags = CodeFlags(
    CodeFlags::OPTIMIZED.0
        | CodeFlags::NEWLOCALS.0
        | CodeFlags::GENERATOR.0
        | CodeFlags::COROUTINE.0
        | CodeFlags::ASYNC_GENERATOR.0
        | CodeFlags::VARARGS.0
        | CodeFlags::VARKEYWORDS.0,
);

fn kind_of(constant: &PyObject) -> Kind {
    if constant.downcast::<Code>().is_some() {
        return Kind::Code;
    }
    match constant.downcast::<Tuple>() {
        Some(tuple) if tuple.items().iter().all(|item| item.downcast::<Str>().is_some()) => Kind::Names(tuple.len()),
        Some(tuple) => Kind::Tuple(tuple.len()),
        None => Kind::Other,
    }
}

fn shape_of(parts: &Parts) -> Shape {
    Shape {
        units: parts.units.clone(),
        // A hidden variable of an inlined comprehension becomes an ordinary one, as in CPython.
        kinds: parts.kinds.iter().map(|kind| kind & !LocalKind::HIDDEN.0).collect(),
        exceptiontable: parts.exceptiontable.as_bytes().to_vec(),
        consts: parts.consts.items().iter().map(|constant| kind_of(constant)).collect(),
        flags: parts.flags.0 & RUNNING.0,
        bound: parts.argcount.saturating_add(parts.kwonlyargcount),
    }
}

/// Note what a program is shown.
pub(super) fn remember(ts: &ThreadState, code: &Obj<Code>) {
    if let Some(parts) = parts_of(ts, code) {
        vm_interp(ts).shown_code.borrow_mut().insert(shape_of(&parts));
    }
}

fn parts_of(ts: &ThreadState, code: &Obj<Code>) -> Option<Parts> {
    Some(Parts {
        argcount: code.argcount,
        posonlyargcount: code.posonlyargcount,
        kwonlyargcount: code.kwonlyargcount,
        stacksize: code.stacksize,
        flags: code.flags,
        firstlineno: code.firstlineno,
        units: code.base_units(),
        kinds: code.kinds.to_vec(),
        consts: code.consts(ts),
        names: code.names(ts),
        localsplusnames: code.localsplusnames(ts),
        name: code.name()?,
        qualname: code.qualname()?,
        filename: code.filename()?,
        linetable: code.linetable.get()?.downcast_into().ok()?,
        exceptiontable: code.exceptiontable.get()?.downcast_into().ok()?,
    })
}

/// `tuple` as long as it holds only str, these interned. CPython: `validate_and_copy_tuple`.
fn names(ts: &ThreadState, tuple: &Obj<Tuple>) -> PyResult<Py<Tuple>> {
    let mut out = Vec::new();
    for item in tuple.items() {
        let Some(name) = item.downcast::<Str>() else {
            let kind = item.ob_type().name_string();
            return Err(ts.type_error(format_args!("name tuples must contain only strings, not '{kind}'")));
        };
        out.push(Str::interned(ts, name.to_py())?.into_ref());
    }
    Tuple::from_vec(ts, out)
}

/// The three lists of variables, as one list of slots with their kinds.
fn slots(ts: &ThreadState, varnames: &Tuple, cellvars: &Tuple, freevars: &Tuple) -> PyResult<(Py<Tuple>, Vec<u8>)> {
    let mut all: Vec<PyRef> = varnames.items().to_vec();
    let mut kinds = vec![LocalKind::LOCAL.0; all.len()];
    for cell in cellvars.items() {
        match all.iter().take(varnames.len()).position(|name| name.is(cell)).and_then(|at| kinds.get_mut(at)) {
            Some(kind) => *kind |= LocalKind::CELL.0,
            None => {
                all.push(cell.clone());
                kinds.push(LocalKind::CELL.0);
            }
        }
    }
    all.extend(freevars.items().iter().cloned());
    kinds.resize(all.len(), LocalKind::FREE.0);
    Ok((Tuple::from_vec(ts, all)?, kinds))
}

fn units(ts: &ThreadState, bytes: &Obj<Bytes>) -> PyResult<Vec<u16>> {
    let bytes = bytes.as_bytes();
    if !bytes.len().is_multiple_of(2) {
        return Err(ts.value_error("code: co_code is malformed"));
    }
    Ok(bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)]))
        .collect())
}

/// Check the parts and make the object. `known`: the shape that needs no further proof.
fn make(ts: &ThreadState, parts: Parts, known: Option<&Shape>) -> PyResult {
    if parts.argcount < parts.posonlyargcount {
        return Err(ts.system_error("code: bad argument to internal function"));
    }
    let starred = u32::from(parts.flags.contains(CodeFlags::VARARGS)) + u32::from(parts.flags.contains(CodeFlags::VARKEYWORDS));
    let total = u64::from(parts.argcount) + u64::from(parts.kwonlyargcount) + u64::from(starred);
    let locals = parts.kinds.iter().filter(|kind| **kind & LocalKind::LOCAL.0 != 0).count();
    if total > locals as u64 {
        return Err(ts.value_error("code: varnames is too small"));
    }
    let shape = shape_of(&parts);
    if known != Some(&shape) && !vm_interp(ts).shown_code.borrow().contains(&shape) {
        return Err(ts.value_error("code: this bytecode was not made by the compiler"));
    }
    let desc = CodeDesc {
        name: "".into(),
        qualname: "".into(),
        filename: "".into(),
        firstlineno: parts.firstlineno,
        argcount: parts.argcount,
        posonlyargcount: parts.posonlyargcount,
        kwonlyargcount: parts.kwonlyargcount,
        stacksize: parts.stacksize,
        flags: parts.flags,
        consts: vec![Const::None; parts.consts.len()],
        names: vec!["".into(); parts.names.len()],
        localsplusnames: vec!["".into(); parts.localsplusnames.len()],
        localspluskinds: parts.kinds.iter().map(|kind| LocalKind(*kind)).collect(),
        code: parts.units.clone(),
        linetable: Vec::new(),
        exceptiontable: parts.exceptiontable.as_bytes().to_vec(),
    };
    if let Err(error) = minipy_bytecode::verify(&desc) {
        return Err(ts.value_error(format_args!("code: {error}")));
    }
    Ok(build(ts, parts)?.into_ref())
}

fn wrong(ts: &ThreadState, function: &str, name: &str, wanted: &str, value: &PyObject) -> Raised {
    let kind = value.ob_type().name_string();
    ts.type_error(format_args!("{function}() argument {name} must be {wanted}, not {kind}"))
}

fn object<T: Payload>(ts: &ThreadState, function: &str, name: &str, value: &PyObject) -> PyResult<Py<T>> {
    let wanted = T::type_object(ts).name_string();
    match value.downcast::<T>() {
        Some(found) => Ok(found.to_py()),
        None => Err(wrong(ts, function, name, &wanted, value)),
    }
}

/// A C int. `what`: how a negative one is refused.
fn int(ts: &ThreadState, value: &PyObject, what: impl Fn() -> String) -> PyResult<u32> {
    let value = protocol::index_isize(ts, value, &ts.types().overflow_error)?;
    if i32::try_from(value).is_err() {
        let side = if value < 0 { "less than minimum" } else { "greater than maximum" };
        return Err(ts.overflow_error(format_args!("signed integer is {side}")));
    }
    u32::try_from(value).map_err(|_| ts.value_error(what()))
}

/// `code.replace(**changes)`
pub(super) fn replace(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    const NAMES: [&str; 18] = [
        "co_argcount",
        "co_posonlyargcount",
        "co_kwonlyargcount",
        "co_nlocals",
        "co_stacksize",
        "co_flags",
        "co_firstlineno",
        "co_code",
        "co_consts",
        "co_names",
        "co_varnames",
        "co_freevars",
        "co_cellvars",
        "co_filename",
        "co_name",
        "co_qualname",
        "co_linetable",
        "co_exceptiontable",
    ];
    let Some(code) = this.downcast::<Code>() else { return Err(ts.system_error("a code object was expected")) };
    if !args.pos().is_empty() {
        return Err(ts.type_error("replace() takes no positional arguments"));
    }
    let Some(mut parts) = parts_of(ts, code) else { return Err(ts.system_error("a code object lacks a part")) };
    let known = shape_of(&parts);
    let lists = |kind| code.slot_names(ts, kind);
    let (mut varnames, mut cellvars, mut freevars) = (lists(LocalKind::LOCAL)?, lists(LocalKind::CELL)?, lists(LocalKind::FREE)?);
    let mut nlocals = varnames.len();
    let mut relisted = false;
    for (keyword, value) in args.keywords() {
        let name = keyword.to_rust_string();
        let quoted = format!("'{name}'");
        let int = || int(ts, value, || format!("{name} must be a positive integer"));
        match name.as_str() {
            "co_argcount" => parts.argcount = int()?,
            "co_posonlyargcount" => parts.posonlyargcount = int()?,
            "co_kwonlyargcount" => parts.kwonlyargcount = int()?,
            "co_nlocals" => nlocals = int()? as usize,
            "co_stacksize" => parts.stacksize = int()?.max(code.stacksize),
            "co_flags" => parts.flags = CodeFlags(int()?),
            "co_firstlineno" => parts.firstlineno = int()?,
            "co_code" => parts.units = units(ts, &*object::<Bytes>(ts, "replace", &quoted, value)?)?,
            "co_consts" => parts.consts = object(ts, "replace", &quoted, value)?,
            "co_names" => parts.names = names(ts, &*object(ts, "replace", &quoted, value)?)?,
            "co_varnames" => (varnames, relisted) = (names(ts, &*object(ts, "replace", &quoted, value)?)?, true),
            "co_freevars" => (freevars, relisted) = (names(ts, &*object(ts, "replace", &quoted, value)?)?, true),
            "co_cellvars" => (cellvars, relisted) = (names(ts, &*object(ts, "replace", &quoted, value)?)?, true),
            "co_filename" => parts.filename = object(ts, "replace", &quoted, value)?,
            "co_name" => parts.name = object(ts, "replace", &quoted, value)?,
            "co_qualname" => parts.qualname = object(ts, "replace", &quoted, value)?,
            "co_linetable" => parts.linetable = object(ts, "replace", &quoted, value)?,
            "co_exceptiontable" => parts.exceptiontable = object(ts, "replace", &quoted, value)?,
            wrong => return Err(minipy_object::args::unexpected_keyword(ts, "replace", wrong, NAMES.into_iter())),
        }
    }
    if nlocals != varnames.len() {
        return Err(ts.value_error("code: co_nlocals != len(co_varnames)"));
    }
    if relisted {
        (parts.localsplusnames, parts.kinds) = slots(ts, &varnames, &cellvars, &freevars)?;
    }
    make(ts, parts, Some(&known))
}

/// The constructor's signature.
pub(super) const SIGNATURE: &str = "(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)";

/// `code(…)`
pub(super) fn code_new(ts: &ThreadState, _class: &PyType, args: Args<'_>) -> PyResult {
    no_keywords(ts, "code", args)?;
    check_positional(ts, "code", args.pos().len(), 16, 18)?;
    let [
        argcount,
        posonlyargcount,
        kwonlyargcount,
        nlocals,
        stacksize,
        flags,
        codestring,
        constants,
        co_names,
        varnames,
        filename,
        name,
        qualname,
        firstlineno,
        linetable,
        exceptiontable,
        rest @ ..,
    ] = args.pos()
    else {
        return Err(ts.system_error("arguments are missing after counting"));
    };
    let count = |value: &PyRef, name: &str| int(ts, value, || format!("code: {name} must not be negative"));
    let argcount = count(argcount, "argcount")?;
    let posonlyargcount = count(posonlyargcount, "posonlyargcount")?;
    let kwonlyargcount = count(kwonlyargcount, "kwonlyargcount")?;
    let nlocals = count(nlocals, "nlocals")?;
    let stacksize = count(stacksize, "stacksize")?;
    let flags = CodeFlags(count(flags, "flags")?);
    let units = units(ts, &*object::<Bytes>(ts, "code", "7", codestring)?)?;
    let consts = object::<Tuple>(ts, "code", "8", constants)?;
    let co_names = names(ts, &*object(ts, "code", "9", co_names)?)?;
    let varnames = names(ts, &*object(ts, "code", "10", varnames)?)?;
    let optional = |at: usize, number: &str| match rest.get(at) {
        Some(value) => names(ts, &*object(ts, "code", number, value)?),
        None => Tuple::empty(ts),
    };
    let (freevars, cellvars) = (optional(0, "17")?, optional(1, "18")?);
    if nlocals as usize != varnames.len() {
        return Err(ts.value_error("code: co_nlocals != len(co_varnames)"));
    }
    let (localsplusnames, kinds) = slots(ts, &varnames, &cellvars, &freevars)?;
    let parts = Parts {
        argcount,
        posonlyargcount,
        kwonlyargcount,
        stacksize,
        flags,
        firstlineno: count(firstlineno, "firstlineno")?,
        units,
        kinds,
        consts,
        names: co_names,
        localsplusnames,
        name: object(ts, "code", "12", name)?,
        qualname: object(ts, "code", "13", qualname)?,
        filename: object(ts, "code", "11", filename)?,
        linetable: object(ts, "code", "15", linetable)?,
        exceptiontable: object(ts, "code", "16", exceptiontable)?,
    };
    make(ts, parts, None)
}
