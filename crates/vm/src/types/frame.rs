//! frame: a frame as programs see it.
//!
//! CPython counterpart: `Objects/frameobject.c`. Invariants: made only when asked for; while the frame runs (or its generator is
//! suspended) `record` is its record, which owns one count of the object; when the frame ends, its locals move into the object, and
//! `record` is null from then on.
#![expect(unsafe_code, reason = "reads the record of a live frame")]

use std::cell::Cell;

use minipy_bytecode::{CodeFlags, LocalKind};
use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::{protocol, py_layout};

use crate::frame::{FRAME_OBJ, GENERATOR, NS, Record, vm};
use crate::stackref::StackRef;
use crate::types::cell::CellObject;
use crate::types::code::Code;

/// The payload of a frame object.
pub struct Frame {
    record: Cell<*mut Record>,
    back: Field,
    code: Field,
    globals: Field,
    builtins: Field,
    /// The namespace of module, class and `exec` frames that have ended.
    ns: Field,
    /// The locals of an ended frame; `unbound` of the interpreter stands for unbound ones.
    locals: Field,
    /// Names that a program has added through `f_locals`: a dict, made when needed. CPython: `f_extra_locals`.
    pub(super) extra: Field,
    index: Cell<u32>,
    trace: Field,
    trace_lines: Cell<bool>,
    trace_opcodes: Cell<bool>,
}

impl Body for Frame {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [&self.back, &self.code, &self.globals, &self.builtins, &self.ns, &self.locals, &self.extra, &self.trace] {
            field.traverse(visit);
        }
    }
    fn clear(&self) {
        for field in [&self.back, &self.ns, &self.locals, &self.extra, &self.trace] {
            field.clear();
        }
    }
}

py_layout!(Frame, FRAME, |ts| &super::vm_types(ts).frame);

impl Drop for Frame {
    fn drop(&mut self) {
        // As for tracebacks: a chain of frames as long as the recursion was deep is taken apart in a loop.
        let mut back = self.back.take();
        while let Some(frame) = back {
            if frame.ob_refcnt() != 1 {
                break;
            }
            back = frame.downcast::<Frame>().and_then(|frame| frame.back.take());
        }
    }
}

/// The object of a live frame, made now if there is none. CPython: `_PyFrame_GetFrameObject`.
pub(crate) fn frame_object(ts: &ThreadState, record: *mut Record) -> PyResult<Py<Frame>> {
    // SAFETY: the caller's record is live; what it owns is alive while the references are copied (R1).
    unsafe {
        if (*record).flags & FRAME_OBJ != 0 {
            if let Ok(frame) = (*record).frame_obj.object().to_ref().downcast_into::<Frame>() {
                return Ok(frame);
            }
        }
        let code = &*(*record).code;
        let body = Frame {
            record: Cell::new(record),
            back: Field::empty(),
            code: Field::new(code.to_ref()),
            globals: Field::new((*(*record).globals).to_ref()),
            builtins: Field::new((*(*record).builtins).to_ref()),
            ns: Field::empty(),
            locals: Field::empty(),
            extra: Field::empty(),
            index: Cell::new(0),
            trace: Field::empty(),
            trace_lines: Cell::new(true),
            trace_opcodes: Cell::new(false),
        };
        let frame = Py::new(ts, body)?;
        (*record).frame_obj = StackRef::new(frame.clone().into_ref());
        (*record).flags |= FRAME_OBJ;
        Ok(frame)
    }
}

/// The frame ends: if others hold its object, the locals move into it. CPython: `take_ownership`.
///
/// # Safety
/// `record` is the current frame and is being left; its flag `FRAME_OBJ` is off already.
pub(crate) unsafe fn detach(ts: &ThreadState, record: *mut Record, object: PyRef) {
    let Ok(frame) = object.downcast_into::<Frame>() else { return };
    // SAFETY: the record is live until the caller goes on.
    unsafe {
        let code = &*(*record).code;
        frame.index.set(code.index_of((*record).pc));
        frame.record.set(std::ptr::null_mut());
        if frame.as_object().ob_refcnt() == 1 {
            return;
        }
        let unbound = &crate::interp::vm_interp(ts).unbound;
        let mut values = Vec::with_capacity(code.nlocalsplus());
        for i in 0..code.nlocalsplus() {
            let slot = (*record).locals.add(i);
            let word = std::mem::replace(&mut *slot, StackRef::NULL);
            values.push(word.take_or_none().unwrap_or_else(|| unbound.clone()));
        }
        match List::from_vec(ts, values) {
            Ok(locals) => frame.locals.set(locals),
            // Without memory the frame object shows no locals.
            Err(raised) => ts.clear_exception(raised),
        }
        if (*record).flags & NS != 0 {
            if let Some(ns) = (*record).ns.get() {
                frame.ns.set(ns.to_ref());
            }
        }
        let previous = (*record).previous;
        if !previous.is_null() {
            match frame_object(ts, previous) {
                Ok(back) => frame.back.set(back),
                Err(raised) => ts.clear_exception(raised),
            }
        }
    }
}

/// The names and values of a live frame's variables, cells looked through.
pub(crate) fn record_locals(record: *mut Record) -> Vec<(PyRef, PyRef)> {
    // SAFETY: the caller's record is live.
    unsafe {
        let code = &*(*record).code;
        variables(code, |i| (*(*record).locals.add(i)).get().map(PyObject::to_ref))
    }
}

fn variables(code: &Obj<Code>, value: impl Fn(usize) -> Option<PyRef>) -> Vec<(PyRef, PyRef)> {
    let mut out = Vec::new();
    for i in 0..code.nlocalsplus() {
        let kind = code.local_kind(i);
        if kind.contains(LocalKind::HIDDEN) {
            continue;
        }
        let Some(mut held) = value(i) else { continue };
        if kind.contains(LocalKind::CELL) || kind.contains(LocalKind::FREE) {
            if let Some(cell) = held.downcast_exact::<CellObject>() {
                match cell.get() {
                    Some(inner) => held = inner,
                    None => continue,
                }
            }
        }
        if let Some(name) = code.local_name(i) {
            out.push((name.into_ref(), held));
        }
    }
    out
}

/// `locals()` of a live frame: its namespace, or a fresh dict of its variables. CPython: `_PyEval_GetFrameLocals`.
pub(crate) fn locals_of(ts: &ThreadState, record: *mut Record) -> PyResult {
    // SAFETY: the caller's record is live.
    unsafe {
        let code = &*(*record).code;
        if !code.flags().contains(CodeFlags::OPTIMIZED) && (*record).flags & NS != 0 {
            if let Some(ns) = (*record).ns.get() {
                let ns = ns.to_ref();
                // A comprehension inlined into a class or module shows its own variables too.
                let hidden = hidden_locals(record);
                if hidden.is_empty() {
                    return Ok(ns);
                }
                let dict = Dict::new(ts)?;
                dict.update(ts, &ns)?;
                for (name, value) in hidden {
                    dict.set_item(ts, &name, value)?;
                }
                return Ok(dict.into_ref());
            }
        }
    }
    let dict = Dict::new(ts)?;
    for (name, value) in record_locals(record) {
        dict.set_item(ts, &name, value)?;
    }
    // SAFETY: the caller's record is live.
    let object = unsafe { if (*record).flags & FRAME_OBJ != 0 { Some((*record).frame_obj.object().to_ref()) } else { None } };
    if let Some(extra) = object.and_then(|object| object.downcast::<Frame>()?.extra.get()) {
        dict.update(ts, &extra)?;
    }
    Ok(dict.into_ref())
}

/// # Safety
/// The record is live.
unsafe fn hidden_locals(record: *mut Record) -> Vec<(PyRef, PyRef)> {
    // SAFETY: promised by the caller.
    unsafe {
        let code = &*(*record).code;
        (0..code.nlocalsplus())
            .filter(|i| code.local_kind(*i).contains(LocalKind::HIDDEN))
            .filter_map(|i| {
                let value = (*(*record).locals.add(i)).get()?;
                let value = match value.downcast_exact::<CellObject>() {
                    Some(cell) => cell.get()?,
                    None => value.to_ref(),
                };
                Some((code.local_name(i)?.into_ref(), value))
            })
            .collect()
    }
}

impl Frame {
    /// The record, while the frame is live.
    pub(crate) fn record(&self) -> Option<*mut Record> {
        let record = self.record.get();
        (!record.is_null()).then_some(record)
    }

    /// `f_code`
    pub fn code(&self) -> Option<Py<Code>> {
        self.code.get()?.downcast_into().ok()
    }

    /// The index of the instruction that runs or ran last.
    pub fn index(&self) -> u32 {
        match self.record() {
            // SAFETY: the record is live while the object points to it.
            Some(record) => unsafe { (*(*record).code).index_of((*record).pc) },
            None => self.index.get(),
        }
    }

    /// `f_lineno`
    pub fn line(&self) -> Option<u32> {
        self.code()?.line(self.index())
    }

    /// `f_globals`
    pub fn globals(&self) -> Option<Py<Dict>> {
        self.globals.get()?.downcast_into().ok()
    }

    /// `f_builtins`
    pub fn builtins(&self) -> Option<PyRef> {
        self.builtins.get()
    }

    /// `f_back`
    pub fn back(&self, ts: &ThreadState) -> PyResult<Option<Py<Frame>>> {
        match self.record() {
            // SAFETY: the record is live; so is its caller.
            Some(record) => unsafe {
                let previous = (*record).previous;
                if previous.is_null() { Ok(None) } else { frame_object(ts, previous).map(Some) }
            },
            None => Ok(self.back.get().and_then(|back| back.downcast_into().ok())),
        }
    }

    /// Names and values of the variables.
    pub fn variables(&self, ts: &ThreadState) -> Vec<(PyRef, PyRef)> {
        if let Some(record) = self.record() {
            return record_locals(record);
        }
        let (Some(code), Some(locals)) = (self.code(), self.locals.get()) else { return Vec::new() };
        let unbound = &crate::interp::vm_interp(ts).unbound;
        let Some(values) = locals.downcast::<List>() else { return Vec::new() };
        variables(&code, |i| values.get(i).filter(|value| !value.is(unbound)))
    }

    /// The variables as they are now: the namespace, or a new dict.
    pub fn snapshot(&self, ts: &ThreadState) -> PyResult {
        if let Some(record) = self.record() {
            return locals_of(ts, record);
        }
        if let Some(ns) = self.ns.get() {
            return Ok(ns);
        }
        let dict = Dict::new(ts)?;
        for (name, value) in self.variables(ts) {
            dict.set_item(ts, &name, value)?;
        }
        Ok(dict.into_ref())
    }

    /// What the slot `index` holds as a variable, its cell looked through.
    pub(super) fn variable(&self, ts: &ThreadState, index: usize) -> Option<PyRef> {
        let code = self.code()?;
        let held = self.slot(ts, index)?;
        let kind = code.local_kind(index);
        match held.downcast_exact::<CellObject>().filter(|_| kind.contains(LocalKind::CELL) || kind.contains(LocalKind::FREE)) {
            Some(cell) => cell.get(),
            None => Some(held),
        }
    }

    fn slot(&self, ts: &ThreadState, index: usize) -> Option<PyRef> {
        match self.record() {
            // SAFETY: the record is live, and the caller's index one of its code's.
            Some(record) => unsafe { (*(*record).locals.add(index)).get().map(PyObject::to_ref) },
            None => {
                let value = self.locals.get()?.downcast::<List>()?.get(index)?;
                (!value.is(&crate::interp::vm_interp(ts).unbound)).then_some(value)
            }
        }
    }

    /// Bind the variable of slot `index`, one of the code's.
    pub(super) fn set_variable(&self, ts: &ThreadState, index: usize, value: PyRef) {
        let Some(code) = self.code().filter(|code| index < code.nlocalsplus()) else { return };
        let kind = code.local_kind(index);
        if kind.contains(LocalKind::CELL) || kind.contains(LocalKind::FREE) {
            if let Some(held) = self.slot(ts, index) {
                if let Some(cell) = held.downcast_exact::<CellObject>() {
                    drop(cell.replace(Some(value)));
                    return;
                }
            }
        }
        match self.record() {
            Some(record) => {
                // SAFETY: the record is live and the index one of its slots; the new value is stored before the old one is dropped.
                let old = unsafe { std::mem::replace(&mut *(*record).locals.add(index), StackRef::new(value)) };
                // SAFETY: R1: the word was the slot's.
                drop(unsafe { old.take_or_none() });
            }
            None => {
                if let Some(list) = self.locals.get() {
                    if let Some(list) = list.downcast::<List>() {
                        list.set_item(index, value);
                    }
                }
            }
        }
    }

    /// `f_locals`: the namespace of a module, class or `exec`; else a view through which variables are read and written.
    pub fn locals(this: &Obj<Frame>, ts: &ThreadState) -> PyResult {
        let optimized = this.code().is_some_and(|code| code.flags().contains(CodeFlags::OPTIMIZED));
        if !optimized {
            if let Some(record) = this.record() {
                // SAFETY: the record is live.
                if unsafe { hidden_locals(record).is_empty() } {
                    return locals_of(ts, record);
                }
            } else if let Some(ns) = this.ns.get() {
                return Ok(ns);
            }
        }
        super::frame_locals::FrameLocals::of(ts, this)
    }
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Frame>> {
    match object.downcast::<Frame>() {
        Some(frame) => Ok(frame.to_py()),
        None => Err(ts.system_error("a frame was expected")),
    }
}

fn frame_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let frame = this(ts, object)?;
    let (file, name) = match frame.code() {
        Some(code) => (protocol::repr(ts, &code.filename.get().unwrap_or_else(|| ts.none()))?.to_rust_string(), code.name_string()),
        None => ("'?'".to_owned(), "?".to_owned()),
    };
    let line = frame.line().map_or(0, |line| line);
    Ok(ts.new_str_fmt(format_args!("<frame at {:#x}, file {file}, line {line}, code {name}>", object.id()))?.into_ref())
}

fn get_back(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.back(ts)?.map_or_else(|| ts.none(), Py::into_ref))
}

fn get_code(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.code.get().unwrap_or_else(|| ts.none()))
}

fn get_globals(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.globals.get().unwrap_or_else(|| ts.none()))
}

fn get_builtins(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.builtins.get().unwrap_or_else(|| ts.none()))
}

fn get_locals(ts: &ThreadState, object: &PyObject) -> PyResult {
    Frame::locals(&*this(ts, object)?, ts)
}

fn get_lasti(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_int(i64::from(this(ts, object)?.index()) * 2)?.into_ref())
}

fn get_lineno(ts: &ThreadState, object: &PyObject) -> PyResult {
    match this(ts, object)?.line() {
        Some(line) => Ok(ts.new_int(i64::from(line))?.into_ref()),
        None => Ok(ts.none()),
    }
}

fn get_trace(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.trace.get().unwrap_or_else(|| ts.none()))
}

fn set_trace(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let value = value.filter(|value| !value.is(&ts.singletons().none));
    drop(this(ts, object)?.trace.replace(value.map(PyObject::to_ref)));
    Ok(())
}

fn get_trace_lines(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.trace_lines.get()))
}

fn set_trace_lines(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let on = value.is_some_and(|value| value.is(&ts.singletons().true_));
    this(ts, object)?.trace_lines.set(on);
    Ok(())
}

fn get_trace_opcodes(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.trace_opcodes.get()))
}

fn set_trace_opcodes(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let on = value.is_some_and(|value| value.is(&ts.singletons().true_));
    this(ts, object)?.trace_opcodes.set(on);
    Ok(())
}

fn frame_clear(ts: &ThreadState, object: &PyObject) -> PyResult {
    let frame = this(ts, object)?;
    if let Some(record) = frame.record() {
        // SAFETY: the record is live.
        let generator = unsafe { if (*record).flags & GENERATOR != 0 { Some((*record).extra.object().to_ref()) } else { None } };
        return match generator {
            Some(generator) if !crate::types::generator::is_running(&generator) => {
                if crate::types::generator::is_suspended(&generator) {
                    Err(ts.runtime_error("cannot clear a suspended frame"))
                } else {
                    crate::types::generator::discard(ts, &generator);
                    Ok(ts.none())
                }
            }
            _ => Err(ts.runtime_error("cannot clear an executing frame")),
        };
    }
    frame.locals.clear();
    frame.trace.clear();
    Ok(ts.none())
}

static METHODS: &[MethodDef] =
    &[MethodDef::new("clear", "", Native::NoArgs(frame_clear), "F.clear(): clear all references held by the frame")];

static GETSET: &[GetSetDef] = &[
    GetSetDef::getter("f_back", get_back),
    GetSetDef::getter("f_locals", get_locals),
    GetSetDef::getter("f_lineno", get_lineno),
    GetSetDef { name: "f_trace", get: get_trace, set: Some(set_trace), doc: None, member: false },
    GetSetDef::getter("f_globals", get_globals),
    GetSetDef::getter("f_builtins", get_builtins),
    GetSetDef::getter("f_code", get_code),
    GetSetDef::getter("f_lasti", get_lasti),
    GetSetDef { name: "f_trace_lines", get: get_trace_lines, set: Some(set_trace_lines), doc: None, member: true },
    GetSetDef { name: "f_trace_opcodes", get: get_trace_opcodes, set: Some(set_trace_opcodes), doc: None, member: false },
];

/// See the module.
pub static FRAME: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(frame_repr),
        tp_getattro: Some(protocol::generic_get_attr),
        tp_setattro: Some(protocol::generic_set_attr),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<Frame>("frame")
};

/// The frame `depth` levels up from the one that runs; `None` when there are not that many. CPython: `sys._getframe`.
pub fn frame_at(ts: &ThreadState, depth: usize) -> PyResult<Option<Py<Frame>>> {
    let mut record = vm(ts).current.get();
    for _ in 0..depth {
        if record.is_null() {
            return Ok(None);
        }
        // SAFETY: the chain of records from the current one is live.
        record = unsafe { (*record).previous };
    }
    frame_of(ts, record)
}

/// The object of a frame of any thread, if there is a frame.
pub(crate) fn frame_of(ts: &ThreadState, record: *mut Record) -> PyResult<Option<Py<Frame>>> {
    if record.is_null() { Ok(None) } else { frame_object(ts, record).map(Some) }
}

/// A live frame has moved into its generator: its object follows.
pub(crate) fn moved(object: &StackRef, record: *mut Record) {
    // SAFETY: the word is the record's frame object, which the record owns.
    if let Some(frame) = unsafe { object.get() }.and_then(|object| object.downcast::<Frame>()) {
        frame.record.set(record);
    }
}
