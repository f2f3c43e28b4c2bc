//! From the compiler's description to code objects.
//!
//! CPython counterpart: `_PyCode_New`. Invariant: constants that are equal in one description are one object; names and constants that
//! look like identifiers are interned. Nested code is made without native recursion deeper than the verifier allows.

use minipy_bytecode::{CodeDesc, CodeFlags, Const, Opcode, instructions};
use minipy_object::pyref::{Field, Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::int::Int;
use minipy_object::types::set::Set;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use minipy_object::weakref::WeakList;

use crate::block::Block;
use crate::types::code::{Code, NEVER_EXACT};

/// Make a code object, and those nested in it. The description must pass the verifier: one that does not is a SystemError.
pub fn code_from_desc(ts: &ThreadState, desc: &CodeDesc) -> PyResult<Py<Code>> {
    if let Err(error) = minipy_bytecode::verify(desc) {
        return Err(ts.system_error(format_args!("invalid code object: {error}")));
    }
    ts.check_stack(" while making a code object")?;
    let name = ts.intern(&desc.name)?;
    let qualname = ts.intern(&desc.qualname)?;
    let filename = ts.intern(&desc.filename)?;
    let mut consts = Vec::with_capacity(desc.consts.len());
    for constant in &desc.consts {
        consts.push(constant_object(ts, constant)?);
    }
    let mut names = Vec::with_capacity(desc.names.len());
    for name in &desc.names {
        names.push(ts.intern(name)?.into_ref());
    }
    let mut locals = Vec::with_capacity(desc.localsplusnames.len());
    for name in &desc.localsplusnames {
        locals.push(ts.intern(name)?.into_ref());
    }
    let parts = Parts {
        argcount: desc.argcount,
        posonlyargcount: desc.posonlyargcount,
        kwonlyargcount: desc.kwonlyargcount,
        stacksize: desc.stacksize,
        flags: desc.flags,
        firstlineno: desc.firstlineno,
        units: desc.code.clone(),
        kinds: desc.localspluskinds.iter().map(|kind| kind.0).collect(),
        consts: Tuple::from_vec(ts, consts)?,
        names: Tuple::from_vec(ts, names)?,
        localsplusnames: Tuple::from_vec(ts, locals)?,
        name,
        qualname,
        filename,
        linetable: Bytes::new(ts, &desc.linetable)?,
        exceptiontable: Bytes::new(ts, &desc.exceptiontable)?,
    };
    build(ts, parts)
}

/// What a code object consists of: verified units, and objects of the right types.
pub(super) struct Parts {
    pub(super) argcount: u32,
    pub(super) posonlyargcount: u32,
    pub(super) kwonlyargcount: u32,
    pub(super) stacksize: u32,
    pub(super) flags: CodeFlags,
    pub(super) firstlineno: u32,
    pub(super) units: Vec<u16>,
    pub(super) kinds: Vec<u8>,
    pub(super) consts: Py<Tuple>,
    pub(super) names: Py<Tuple>,
    pub(super) localsplusnames: Py<Tuple>,
    pub(super) name: Py<Str>,
    pub(super) qualname: Py<Str>,
    pub(super) filename: Py<Str>,
    pub(super) linetable: Py<Bytes>,
    pub(super) exceptiontable: Py<Bytes>,
}

/// The object. The units have been verified against the other parts.
pub(super) fn build(ts: &ThreadState, parts: Parts) -> PyResult<Py<Code>> {
    let nlocalsplus = parts.localsplusnames.len();
    let plain = CodeFlags::OPTIMIZED.union(CodeFlags::NEWLOCALS);
    let binds = CodeFlags::VARARGS.union(CodeFlags::VARKEYWORDS);
    let exact = parts.flags.contains(plain) && !parts.flags.intersects(binds) && parts.kwonlyargcount == 0;
    let Some(framesize) = u32::try_from(nlocalsplus).ok().and_then(|n| n.checked_add(parts.stacksize)?.checked_add(2)) else {
        return Err(ts.overflow_error("code: locals and stack are too large"));
    };
    let code = Code {
        units: Block::from_slice(ts, &parts.units)?,
        caches: Block::zeroed(ts, crate::cache::needed(&parts.units))?,
        nlocalsplus: nlocalsplus as u32,
        framesize,
        exact_args: if exact { parts.argcount } else { NEVER_EXACT },
        argcount: parts.argcount,
        posonlyargcount: parts.posonlyargcount,
        kwonlyargcount: parts.kwonlyargcount,
        stacksize: parts.stacksize,
        firstlineno: parts.firstlineno,
        flags: parts.flags,
        first_traceable: first_traceable(&parts.units),
        kinds: Block::from_slice(ts, &parts.kinds)?,
        consts_ptr: crate::frame::words_of(&parts.consts),
        names_ptr: crate::frame::words_of(&parts.names),
        consts: Field::new(parts.consts),
        names: Field::new(parts.names),
        localsplusnames: Field::new(parts.localsplusnames),
        name: Field::new(parts.name),
        qualname: Field::new(parts.qualname),
        filename: Field::new(parts.filename),
        linetable: Field::new(parts.linetable),
        exceptiontable: Field::new(parts.exceptiontable),
        weaklist: WeakList::new(),
    };
    crate::cache::prepare(&code);
    Py::new(ts, code)
}

/// The index of the first RESUME: before it a frame has no place in a traceback. CPython: `_co_firsttraceable`.
fn first_traceable(units: &[u16]) -> u32 {
    instructions(units).find(|instruction| instruction.opcode == Ok(Opcode::RESUME)).map_or(0, |instruction| instruction.index as u32)
}

/// Whether a constant string looks like an identifier and is therefore interned. CPython: `should_intern_string`.
fn looks_like_name(text: &[u8]) -> bool {
    text.iter().all(|c| c.is_ascii_alphanumeric() || *c == b'_')
}

/// The object of a constant.
pub fn constant_object(ts: &ThreadState, constant: &Const) -> PyResult {
    Ok(match constant {
        Const::None => ts.none(),
        Const::True => ts.bool(true),
        Const::False => ts.bool(false),
        Const::Ellipsis => ts.singletons().ellipsis.clone(),
        Const::Int(value) => Int::from_scalar(ts, value.clone())?.into_ref(),
        Const::Float(value) => ts.new_float(*value)?.into_ref(),
        Const::Complex(real, imag) => {
            let parts = [ts.new_float(*real)?.into_ref(), ts.new_float(*imag)?.into_ref()];
            minipy_object::protocol::call(ts, ts.types().complex.as_object(), minipy_object::args::Args::positional(&parts))?
        }
        Const::Str(text) => {
            let made = Str::from_wtf8(ts, text)?;
            if looks_like_name(text) { Str::interned(ts, made)?.into_ref() } else { made.into_ref() }
        }
        Const::Bytes(bytes) => Bytes::new(ts, bytes)?.into_ref(),
        Const::Tuple(items) => {
            ts.check_stack(" while making a constant")?;
            let items: PyResult<Vec<PyRef>> = items.iter().map(|item| constant_object(ts, item)).collect();
            Tuple::from_vec(ts, items?)?.into_ref()
        }
        Const::FrozenSet(items) => {
            let items: PyResult<Vec<PyRef>> = items.iter().map(|item| constant_object(ts, item)).collect();
            Set::frozen_from(ts, items?)?
        }
        Const::Code(desc) => code_from_desc(ts, desc)?.into_ref(),
    })
}
