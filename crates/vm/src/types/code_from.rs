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
    let kinds: Vec<u8> = desc.localspluskinds.iter().map(|kind| kind.0).collect();
    let nlocalsplus = locals.len();
    let consts = Tuple::from_vec(ts, consts)?;
    let names = Tuple::from_vec(ts, names)?;
    let locals = Tuple::from_vec(ts, locals)?;
    let plain = CodeFlags::OPTIMIZED.union(CodeFlags::NEWLOCALS);
    let binds = CodeFlags::VARARGS.union(CodeFlags::VARKEYWORDS);
    let exact = desc.flags.contains(plain) && !desc.flags.intersects(binds) && desc.kwonlyargcount == 0;
    let Some(framesize) = u32::try_from(nlocalsplus).ok().and_then(|n| n.checked_add(desc.stacksize)?.checked_add(2)) else {
        return Err(ts.overflow_error("code: locals and stack are too large"));
    };
    let code = Code {
        units: Block::from_slice(ts, &desc.code)?,
        caches: Block::zeroed(ts, crate::cache::needed(&desc.code))?,
        nlocalsplus: nlocalsplus as u32,
        framesize,
        exact_args: if exact { desc.argcount } else { NEVER_EXACT },
        argcount: desc.argcount,
        posonlyargcount: desc.posonlyargcount,
        kwonlyargcount: desc.kwonlyargcount,
        stacksize: desc.stacksize,
        firstlineno: desc.firstlineno,
        flags: desc.flags,
        first_traceable: first_traceable(desc),
        kinds: Block::from_slice(ts, &kinds)?,
        consts_ptr: crate::frame::words_of(&consts),
        names_ptr: crate::frame::words_of(&names),
        consts: Field::new(consts),
        names: Field::new(names),
        localsplusnames: Field::new(locals),
        name: Field::new(name),
        qualname: Field::new(qualname),
        filename: Field::new(filename),
        linetable: Field::new(Bytes::new(ts, &desc.linetable)?),
        exceptiontable: Field::new(Bytes::new(ts, &desc.exceptiontable)?),
        weaklist: WeakList::new(),
    };
    crate::cache::prepare(&code);
    Py::new(ts, code)
}

/// The index of the first RESUME: before it a frame has no place in a traceback. CPython: `_co_firsttraceable`.
fn first_traceable(desc: &CodeDesc) -> u32 {
    instructions(&desc.code).find(|instruction| instruction.opcode == Ok(Opcode::RESUME)).map_or(0, |instruction| instruction.index as u32)
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
