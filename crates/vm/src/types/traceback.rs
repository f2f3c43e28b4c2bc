//! traceback: one frame that an exception has passed through.
//!
//! CPython counterpart: `Python/traceback.c` (the object; printing is in `crate::traceback_text`). Invariant: `tb_next` never makes a loop.

use std::cell::Cell;

use minipy_object::args::{Args, bind_new};
use minipy_object::header::{PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, Role, TypeDef};
use minipy_object::types::int::Int;
use minipy_object::types::list::List;
use minipy_object::{protocol, py_layout};

use crate::types::frame::Frame;

/// The payload of a traceback entry.
pub struct Traceback {
    pub(crate) next: Field,
    pub(crate) frame: Field,
    /// The index of the instruction's unit.
    pub(crate) index: Cell<u32>,
    /// The line; 0: to be computed from the index.
    pub(crate) lineno: Cell<u32>,
}

impl Body for Traceback {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.next.traverse(visit);
        self.frame.traverse(visit);
    }
    fn clear(&self) {
        self.next.clear();
        self.frame.clear();
    }
}

py_layout!(Traceback, TRACEBACK, |ts| &super::vm_types(ts).traceback);

impl Traceback {
    /// An entry in front of `next` for the instruction at `index` of the frame.
    pub fn new(ts: &ThreadState, next: Option<PyRef>, frame: Py<Frame>, index: u32) -> PyResult<Py<Traceback>> {
        let body = Traceback { next: Field::from_option(next), frame: Field::new(frame), index: Cell::new(index), lineno: Cell::new(0) };
        Py::new(ts, body)
    }

    /// `tb_frame`
    pub fn frame(&self) -> Option<Py<Frame>> {
        self.frame.get()?.downcast_into().ok()
    }

    /// `tb_next`
    pub fn next(&self) -> Option<Py<Traceback>> {
        self.next.get()?.downcast_into().ok()
    }

    /// The index of the instruction's unit.
    pub fn index(&self) -> u32 {
        self.index.get()
    }

    /// `tb_lineno`
    pub fn line(&self) -> Option<u32> {
        if self.lineno.get() != 0 {
            return Some(self.lineno.get());
        }
        let line = self.frame()?.code()?.line(self.index.get())?;
        self.lineno.set(line);
        Some(line)
    }
}

impl Drop for Traceback {
    fn drop(&mut self) {
        // Tracebacks are as long as the program's recursion was deep: the chain is taken apart in a loop, not by recursion.
        let mut next = self.next.take();
        while let Some(entry) = next {
            if entry.ob_refcnt() != 1 {
                break;
            }
            next = entry.downcast::<Traceback>().and_then(|entry| entry.next.take());
        }
    }
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Traceback>> {
    match object.downcast::<Traceback>() {
        Some(entry) => Ok(entry.to_py()),
        None => Err(ts.system_error("a traceback was expected")),
    }
}

fn traceback_new(ts: &ThreadState, _class: &PyType, args: Args<'_>) -> PyResult {
    let bound = bind_new(ts, "traceback", "(tb_next, tb_frame, tb_lasti, tb_lineno)", args)?;
    let next = bound.required(ts, 0)?;
    let next = if next.is(&ts.singletons().none) {
        Ok(None)
    } else if next.downcast::<Traceback>().is_some() {
        Ok(Some(next.to_ref()))
    } else {
        Err(next)
    };
    let frame = bound.required(ts, 1)?;
    let Some(frame) = frame.downcast::<Frame>() else {
        return Err(ts.type_error(format_args!("traceback() argument 'tb_frame' must be frame, not {}", frame.ob_type().name_string())));
    };
    let number = |i| -> PyResult<u32> {
        let value = protocol::index(ts, bound.required(ts, i)?)?;
        Ok(value.as_i64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0))
    };
    let (lasti, lineno) = (number(2)?, number(3)?);
    let next =
        next.map_err(|next| ts.type_error(format_args!("expected traceback object or None, got '{}'", next.ob_type().name_string())))?;
    let entry = Traceback::new(ts, next, frame.to_py(), lasti / 2)?;
    entry.lineno.set(lineno);
    Ok(entry.into_ref())
}

fn get_next(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.next.get().unwrap_or_else(|| ts.none()))
}

fn set_next(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let entry = this(ts, object)?;
    let Some(value) = value else { return Err(ts.type_error("can't delete tb_next attribute")) };
    let next = if value.is(&ts.singletons().none) {
        None
    } else {
        let Some(next) = value.downcast::<Traceback>() else {
            return Err(ts.type_error(format_args!("expected traceback object, got '{}'", value.ob_type().name_string())));
        };
        let mut at = Some(next.to_py());
        while let Some(entry_at) = at {
            if entry_at.as_object().is(object) {
                return Err(ts.value_error("traceback loop detected"));
            }
            at = entry_at.next();
        }
        Some(next.to_ref())
    };
    drop(entry.next.replace(next));
    Ok(())
}

fn get_frame(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.frame.get().unwrap_or_else(|| ts.none()))
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

fn dir(ts: &ThreadState, _object: &PyObject) -> PyResult {
    let list = List::new(ts)?;
    for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
        list.append(ts, ts.new_str(name)?.into_ref())?;
    }
    Ok(list.into_ref())
}

static METHODS: &[MethodDef] = &[MethodDef::new("__dir__", "", Native::NoArgs(dir), "")];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("tb_frame", get_frame),
    GetSetDef::member("tb_lasti", get_lasti),
    GetSetDef { name: "tb_next", get: get_next, set: Some(set_next), doc: None, member: false },
    GetSetDef::getter("tb_lineno", get_lineno),
];

/// See the module.
pub static TRACEBACK: TypeDef = TypeDef {
    doc: Some("Create a new traceback object."),
    slots: Slots { tp_new: Some(traceback_new), tp_getattro: Some(protocol::generic_get_attr), ..Slots::INHERIT },
    methods: METHODS,
    getset: GETSET,
    role: Role::Traceback,
    ..TypeDef::of::<Traceback>("traceback")
};

/// The number of an int object, for `tb_lasti` and the like.
pub(crate) fn number(object: &PyObject) -> Option<i64> {
    object.downcast::<Int>().and_then(|value| value.as_i64())
}
