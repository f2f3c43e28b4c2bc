//! code: what a function executes.
//!
//! CPython counterpart: `Objects/codeobject.c`. Invariants: the units come from a verified description, so the machine need not check
//! indexes; the first `nlocalsplus` names tell what each slot is; a rewrite changes only an instruction's own opcode byte and cache units,
//! so `co_code` is got back by taking every opcode to its base form and zeroing the caches.
#![expect(unsafe_code, reason = "hands out the addresses of units and constants that the machine reads; L1")]

use minipy_bytecode::{CodeFlags, LocalKind, Location, Opcode};
use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::{Field, Py, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::list::List;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use minipy_object::weakref::WeakList;
use minipy_object::{protocol, py_layout};

use crate::block::Block;
use crate::stackref::StackRef;

/// `exact_args` of code that no plain positional call fits.
pub(crate) const NEVER_EXACT: u32 = u32::MAX;

/// The payload of a code object.
pub struct Code {
    pub(crate) units: Block<u16>,
    /// Room for caches that need more than their units.
    pub(crate) caches: Block<crate::cache::Entry>,
    pub(crate) nlocalsplus: u32,
    /// Locals and value stack together.
    pub(crate) framesize: u32,
    /// The argument count for which a positional call needs no binding; `NEVER_EXACT` otherwise.
    pub(crate) exact_args: u32,
    pub(crate) argcount: u32,
    pub(crate) posonlyargcount: u32,
    pub(crate) kwonlyargcount: u32,
    pub(crate) stacksize: u32,
    pub(crate) firstlineno: u32,
    pub(crate) flags: CodeFlags,
    /// The unit behind the RESUME that begins the body: frames before it are incomplete.
    pub(crate) first_traceable: u32,
    pub(crate) kinds: Block<u8>,
    pub(crate) consts: Field,
    pub(crate) names: Field,
    pub(crate) localsplusnames: Field,
    pub(crate) name: Field,
    pub(crate) qualname: Field,
    pub(crate) filename: Field,
    pub(crate) linetable: Field,
    pub(crate) exceptiontable: Field,
    pub(crate) consts_ptr: *const StackRef,
    pub(crate) names_ptr: *const StackRef,
    pub(crate) weaklist: WeakList,
}

impl Body for Code {
    const COLLECTED: bool = false;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Code, weaklist));
    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [
            &self.consts,
            &self.names,
            &self.localsplusnames,
            &self.name,
            &self.qualname,
            &self.filename,
            &self.linetable,
            &self.exceptiontable,
        ] {
            field.traverse(visit);
        }
    }
}

py_layout!(Code, CODE, |ts| &super::vm_types(ts).code);

impl Code {
    /// The first unit.
    #[inline(always)]
    pub(crate) fn first(&self) -> *const u16 {
        self.units.as_ptr()
    }

    /// How many units there are.
    pub fn unit_count(&self) -> usize {
        self.units.len()
    }

    /// Slots for locals, cells and free variables.
    #[inline(always)]
    pub(crate) fn nlocalsplus(&self) -> usize {
        self.nlocalsplus as usize
    }

    /// Slots of a frame.
    #[inline(always)]
    pub(crate) fn framesize(&self) -> usize {
        self.framesize as usize
    }

    #[inline(always)]
    pub(crate) fn consts_ptr(&self) -> *const StackRef {
        self.consts_ptr
    }

    /// `co_flags`
    pub fn flags(&self) -> CodeFlags {
        self.flags
    }

    /// `co_names[index]`
    #[inline]
    pub(crate) fn name_at(&self, index: usize) -> &Obj<Str> {
        // SAFETY: verified code: the index is within the names, which are a tuple of str that never changes.
        unsafe { (*self.names_ptr.add(index)).cast() }
    }

    /// The index of the instruction whose frame's `pc` that is.
    pub(crate) fn index_of(&self, pc: *const u16) -> u32 {
        // Wrapping: a frame that has not begun stands before its first instruction.
        let units = (pc.addr().wrapping_sub(self.first().addr())) / size_of::<u16>();
        units.saturating_sub(1) as u32
    }

    /// Whether the frame at `pc` has not reached its first traceable instruction. CPython: `_PyFrame_IsIncomplete`.
    pub(crate) fn is_incomplete(&self, pc: *const u16) -> bool {
        let units = (pc.addr().wrapping_sub(self.first().addr())) / size_of::<u16>();
        units <= self.first_traceable as usize
    }

    fn text(field: &Field) -> Option<Py<Str>> {
        field.get()?.downcast_into().ok()
    }

    /// `co_name`
    pub fn name(&self) -> Option<Py<Str>> {
        Code::text(&self.name)
    }

    /// `co_qualname`
    pub fn qualname(&self) -> Option<Py<Str>> {
        Code::text(&self.qualname)
    }

    /// `co_filename`
    pub fn filename(&self) -> Option<Py<Str>> {
        Code::text(&self.filename)
    }

    /// `co_filename` as text.
    pub fn filename_string(&self) -> String {
        self.filename().map_or_else(String::new, |name| name.to_rust_string())
    }

    /// `co_name` as text.
    pub fn name_string(&self) -> String {
        self.name().map_or_else(String::new, |name| name.to_rust_string())
    }

    /// `co_qualname` as text.
    pub fn qualname_string(&self) -> String {
        self.qualname().map_or_else(String::new, |name| name.to_rust_string())
    }

    fn tuple(field: &Field, ts: &ThreadState) -> Py<Tuple> {
        field.get().and_then(|tuple| tuple.downcast_into().ok()).unwrap_or_else(|| ts.singletons().empty_tuple.clone())
    }

    /// `co_consts`
    pub fn consts(&self, ts: &ThreadState) -> Py<Tuple> {
        Code::tuple(&self.consts, ts)
    }

    /// `co_names`
    pub fn names(&self, ts: &ThreadState) -> Py<Tuple> {
        Code::tuple(&self.names, ts)
    }

    /// The names of all slots.
    pub fn localsplusnames(&self, ts: &ThreadState) -> Py<Tuple> {
        Code::tuple(&self.localsplusnames, ts)
    }

    /// The name of slot `index`.
    pub fn local_name(&self, index: usize) -> Option<Py<Str>> {
        let names = self.localsplusnames.get()?.downcast_into::<Tuple>().ok()?;
        names.get(index)?.downcast_into().ok()
    }

    /// What slot `index` is.
    pub fn local_kind(&self, index: usize) -> LocalKind {
        LocalKind(self.kinds.get(index).unwrap_or(0))
    }

    /// Whether the function takes `*args`.
    pub fn has_varargs(&self) -> bool {
        self.flags.contains(CodeFlags::VARARGS)
    }

    /// Whether the function takes `**kwargs`.
    pub fn has_varkeywords(&self) -> bool {
        self.flags.contains(CodeFlags::VARKEYWORDS)
    }

    /// Read the exception table.
    pub(crate) fn with_exception_table<R>(&self, read: impl FnOnce(&[u8]) -> R) -> R {
        match self.exceptiontable.get().and_then(|table| table.downcast_into::<Bytes>().ok()) {
            Some(table) => read(table.as_bytes()),
            None => read(&[]),
        }
    }

    fn with_linetable<R>(&self, read: impl FnOnce(&[u8]) -> R) -> R {
        match self.linetable.get().and_then(|table| table.downcast_into::<Bytes>().ok()) {
            Some(table) => read(table.as_bytes()),
            None => read(&[]),
        }
    }

    /// Where the instruction at `index` comes from.
    pub fn location(&self, index: u32) -> Location {
        self.with_linetable(|table| minipy_bytecode::location_at(table, self.firstlineno as i32, index as usize))
    }

    /// The line of the instruction at `index`. CPython: `PyCode_Addr2Line`.
    pub fn line(&self, index: u32) -> Option<u32> {
        self.location(index).lineno()
    }

    /// The units with every opcode in its base form and zeroed caches.
    pub fn base_units(&self) -> Vec<u16> {
        let mut units = self.units.to_vec();
        let mut at = 0;
        while let Some(unit) = units.get_mut(at) {
            let [opcode, arg] = unit.to_le_bytes();
            let Some(opcode) = Opcode::from_u8(opcode) else {
                at += 1;
                continue;
            };
            *unit = u16::from_le_bytes([opcode.base() as u8, arg]);
            for cache in units.iter_mut().skip(at + 1).take(opcode.cache()) {
                *cache = 0;
            }
            at += 1 + opcode.cache();
        }
        units
    }

    /// The units as they are now: specialised opcodes and filled caches.
    pub fn adaptive_units(&self) -> Vec<u16> {
        self.units.to_vec()
    }

    /// The slots of a kind, with their indexes.
    pub(crate) fn slots(&self, kind: LocalKind) -> Vec<(usize, Py<Str>)> {
        (0..self.nlocalsplus()).filter(|i| self.local_kind(*i).contains(kind)).filter_map(|i| Some((i, self.local_name(i)?))).collect()
    }

    pub(crate) fn slot_names(&self, ts: &ThreadState, kind: LocalKind) -> PyResult<Py<Tuple>> {
        Tuple::from_vec(ts, self.slots(kind).into_iter().map(|(_, name)| name.into_ref()).collect())
    }

    /// How many cells of functions around it the code uses.
    pub(crate) fn nfreevars(&self) -> usize {
        (0..self.nlocalsplus()).filter(|i| self.local_kind(*i).contains(LocalKind::FREE)).count()
    }
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Code>> {
    match object.downcast::<Code>() {
        Some(code) => Ok(code.to_py()),
        None => Err(ts.system_error("a code object was expected")),
    }
}

fn code_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let code = this(ts, object)?;
    Ok(ts
        .new_str(&format!(
            "<code object {} at {:#x}, file \"{}\", line {}>",
            code.name_string(),
            object.id(),
            code.filename_string(),
            if code.firstlineno == 0 { -1 } else { i64::from(code.firstlineno) }
        ))?
        .into_ref())
}

fn code_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Code>(), b.downcast::<Code>()) else { return Ok(ts.not_implemented()) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(ts.not_implemented());
    }
    let mut same = a.is(b)
        || (x.argcount == y.argcount
            && x.posonlyargcount == y.posonlyargcount
            && x.kwonlyargcount == y.kwonlyargcount
            && x.flags == y.flags
            && x.firstlineno == y.firstlineno
            && x.base_units() == y.base_units()
            && x.kinds.to_vec() == y.kinds.to_vec());
    if same && !a.is(b) {
        let pairs = [
            (&x.name, &y.name),
            (&x.consts, &y.consts),
            (&x.names, &y.names),
            (&x.localsplusnames, &y.localsplusnames),
            (&x.linetable, &y.linetable),
            (&x.exceptiontable, &y.exceptiontable),
        ];
        for (p, q) in pairs {
            if let (Some(p), Some(q)) = (p.get(), q.get()) {
                same = same && protocol::rich_compare_bool(ts, &p, &q, CompareOp::Eq)?;
            }
        }
    }
    Ok(ts.bool(same == (op == CompareOp::Eq)))
}

fn code_hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    let code = this(ts, object)?;
    let mut hash = i64::from(code.firstlineno) ^ i64::from(code.argcount) << 8 ^ i64::from(code.flags.0) << 16;
    for field in [&code.name, &code.consts, &code.names, &code.localsplusnames] {
        if let Some(value) = field.get() {
            hash = hash.wrapping_mul(1_000_003) ^ protocol::hash(ts, &value)?;
        }
    }
    for unit in code.base_units() {
        hash = hash.wrapping_mul(1_000_003) ^ i64::from(unit);
    }
    Ok(if hash == -1 { -2 } else { hash })
}

macro_rules! numbers {
    ($($getter:ident: $field:ident;)*) => { $(
        fn $getter(ts: &ThreadState, object: &PyObject) -> PyResult {
            let code = this(ts, object)?;
            Ok(ts.new_int(i64::from(code.$field))?.into_ref())
        }
    )* };
}

numbers! {
    get_argcount: argcount;
    get_posonlyargcount: posonlyargcount;
    get_kwonlyargcount: kwonlyargcount;
    get_stacksize: stacksize;
    get_firstlineno: firstlineno;
}

macro_rules! objects {
    ($($getter:ident: $field:ident;)*) => { $(
        fn $getter(ts: &ThreadState, object: &PyObject) -> PyResult {
            Ok(this(ts, object)?.$field.get().unwrap_or_else(|| ts.none()))
        }
    )* };
}

objects! {
    get_name: name;
    get_qualname: qualname;
    get_filename: filename;
    get_consts: consts;
    get_names: names;
    get_linetable: linetable;
    get_exceptiontable: exceptiontable;
}

fn get_flags(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_int(i64::from(this(ts, object)?.flags.0))?.into_ref())
}

fn get_nlocals(ts: &ThreadState, object: &PyObject) -> PyResult {
    let count = this(ts, object)?.slots(LocalKind::LOCAL).len();
    Ok(ts.new_int(count as i64)?.into_ref())
}

fn get_varnames(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.slot_names(ts, LocalKind::LOCAL)?.into_ref())
}

fn get_cellvars(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.slot_names(ts, LocalKind::CELL)?.into_ref())
}

fn get_freevars(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.slot_names(ts, LocalKind::FREE)?.into_ref())
}

fn bytes_of(ts: &ThreadState, units: &[u16]) -> PyResult {
    let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    Ok(Bytes::new(ts, &bytes)?.into_ref())
}

fn get_code(ts: &ThreadState, object: &PyObject) -> PyResult {
    let code = this(ts, object)?;
    // What is shown may come back to `replace()` and to the constructor.
    super::code_new::remember(ts, &code);
    bytes_of(ts, &code.base_units())
}

fn get_code_adaptive(ts: &ThreadState, object: &PyObject) -> PyResult {
    bytes_of(ts, &this(ts, object)?.adaptive_units())
}

/// `co_lnotab`: pairs of steps in bytes and lines, of old. CPython: `decode_linetable`.
fn get_lnotab(ts: &ThreadState, object: &PyObject) -> PyResult {
    let code = this(ts, object)?;
    crate::warnings::warn(ts, &ts.types().deprecation_warning, "co_lnotab is deprecated, use co_lines instead.")?;
    let lines = code.with_linetable(|table| minipy_bytecode::lines(table, code.firstlineno as i32));
    let mut out: Vec<u8> = Vec::new();
    let (mut at, mut last) = (0usize, i64::from(code.firstlineno));
    for (start, _, line) in lines {
        let Some(line) = line.map(i64::from).filter(|line| *line != last) else { continue };
        let mut bytes = start * 2 - at;
        while bytes > 255 {
            out.extend([255, 0]);
            bytes -= 255;
        }
        let mut lines = line - last;
        while lines > 127 {
            out.extend([bytes as u8, 127]);
            (bytes, lines) = (0, lines - 127);
        }
        while lines < -128 {
            out.extend([bytes as u8, 0x80]);
            (bytes, lines) = (0, lines + 128);
        }
        out.extend([bytes as u8, lines as i8 as u8]);
        (at, last) = (start * 2, line);
    }
    Ok(Bytes::new(ts, &out)?.into_ref())
}

fn optional(ts: &ThreadState, value: Option<i64>) -> PyResult {
    match value {
        Some(value) => Ok(ts.new_int(value)?.into_ref()),
        None => Ok(ts.none()),
    }
}

fn co_lines(ts: &ThreadState, object: &PyObject) -> PyResult {
    let code = this(ts, object)?;
    let lines = code.with_linetable(|table| minipy_bytecode::lines(table, code.firstlineno as i32));
    let list = List::new(ts)?;
    for (start, end, line) in lines {
        let items = [ts.new_int(start as i64 * 2)?.into_ref(), ts.new_int(end as i64 * 2)?.into_ref(), optional(ts, line.map(i64::from))?];
        list.append(ts, Tuple::from_slice(ts, &items)?.into_ref())?;
    }
    protocol::iter(ts, list.as_object())
}

fn co_positions(ts: &ThreadState, object: &PyObject) -> PyResult {
    let code = this(ts, object)?;
    let entries: Vec<_> = code.with_linetable(|table| minipy_bytecode::locations(table, code.firstlineno as i32).collect());
    let list = List::new(ts)?;
    for entry in entries {
        let at = entry.location;
        let items = [at.line, at.end_line, at.column, at.end_column];
        let items = items.map(|n| optional(ts, (n >= 0).then_some(i64::from(n))));
        let [line, end_line, column, end_column] = items;
        let tuple = Tuple::from_slice(ts, &[line?, end_line?, column?, end_column?])?;
        for _ in entry.start..entry.end {
            list.append(ts, tuple.clone().into_ref())?;
        }
    }
    protocol::iter(ts, list.as_object())
}

fn varname_from_oparg(ts: &ThreadState, object: &PyObject, args: &minipy_object::args::Bound<'_>) -> PyResult {
    let index = protocol::index_isize(ts, args.required(ts, 0)?, &ts.types().overflow_error)?;
    let found = usize::try_from(index).ok().and_then(|index| object.downcast::<Code>()?.local_name(index));
    found.map(Py::into_ref).ok_or_else(|| ts.index_error("tuple index out of range"))
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "co_lines",
        "",
        Native::NoArgs(co_lines),
        "Iterate over (start, end, line) of the stretches of code that come from one line.",
    ),
    MethodDef::new("co_positions", "", Native::NoArgs(co_positions), "Iterate over the positions of each code unit."),
    MethodDef::new(
        "replace",
        "($self, /, **changes)",
        Native::Raw(super::code_new::replace),
        "A copy of the code object with new values for the given attributes.",
    ),
    MethodDef::new("__replace__", "($self, /, **changes)", Native::Raw(super::code_new::replace), "The same as replace()."),
    MethodDef::new(
        "_varname_from_oparg",
        "($self, /, oparg)",
        Native::Keywords(varname_from_oparg),
        "(internal-only) Return the local variable name for the given oparg.",
    ),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("co_argcount", get_argcount),
    GetSetDef::member("co_posonlyargcount", get_posonlyargcount),
    GetSetDef::member("co_kwonlyargcount", get_kwonlyargcount),
    GetSetDef::member("co_stacksize", get_stacksize),
    GetSetDef::member("co_flags", get_flags),
    GetSetDef::member("co_names", get_names),
    GetSetDef::member("co_filename", get_filename),
    GetSetDef::member("co_name", get_name),
    GetSetDef::member("co_qualname", get_qualname),
    GetSetDef::member("co_firstlineno", get_firstlineno),
    GetSetDef::member("co_linetable", get_linetable),
    GetSetDef::member("co_exceptiontable", get_exceptiontable),
    GetSetDef::member("co_consts", get_consts),
    GetSetDef::member("co_nlocals", get_nlocals),
    GetSetDef::getter("co_lnotab", get_lnotab),
    GetSetDef::getter("co_varnames", get_varnames),
    GetSetDef::getter("co_cellvars", get_cellvars),
    GetSetDef::getter("co_freevars", get_freevars),
    GetSetDef::getter("co_code", get_code),
    GetSetDef::getter("_co_code_adaptive", get_code_adaptive),
];

/// See the module.
pub static CODE: TypeDef = TypeDef {
    doc: Some("Create a code object.  Not for mere mortals."),
    text_signature: Some(super::code_new::SIGNATURE),
    slots: Slots {
        tp_new: Some(super::code_new::code_new),
        tp_repr: Some(code_repr),
        tp_richcompare: Some(code_richcompare),
        tp_hash: Some(code_hash),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<Code>("code")
};
