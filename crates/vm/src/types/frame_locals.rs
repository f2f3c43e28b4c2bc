//! FrameLocalsProxy: `frame.f_locals` of a function, through which its variables are read and written (PEP 667).
//!
//! CPython counterpart: `framelocalsproxy_*` of `Objects/frameobject.c`. Invariant: the proxy holds no values; names that the code does not
//! have lie in the frame object's own dict.

use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::types::str::Str;
use minipy_object::{protocol, py_layout};

use super::frame::Frame;

/// The payload.
pub struct FrameLocals {
    frame: Field,
}

impl Body for FrameLocals {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.frame.traverse(visit);
    }
    fn clear(&self) {
        self.frame.clear();
    }
}

py_layout!(FrameLocals, FRAME_LOCALS, |ts| &super::vm_types(ts).frame_locals);

impl FrameLocals {
    pub(super) fn of(ts: &ThreadState, frame: &Obj<Frame>) -> PyResult {
        Ok(Py::new(ts, FrameLocals { frame: Field::new(frame.to_py()) })?.into_ref())
    }
}

fn frame_of(ts: &ThreadState, this: &PyObject) -> PyResult<Py<Frame>> {
    let frame = this.downcast::<FrameLocals>().and_then(|this| this.frame.get());
    frame.and_then(|frame| frame.downcast_into().ok()).ok_or_else(|| ts.runtime_error("the frame of this proxy is gone"))
}

fn extra(frame: &Frame) -> Option<Py<Dict>> {
    frame.extra.get()?.downcast_into().ok()
}

/// The slot of a variable, bound or not. Names that are no str are looked for too: they may be equal to one.
fn slot_of(ts: &ThreadState, frame: &Frame, key: &PyObject) -> PyResult<Option<usize>> {
    let Some(code) = frame.code() else { return Ok(None) };
    protocol::hash(ts, key)?;
    let exact = key.downcast_exact::<Str>();
    for index in 0..code.nlocalsplus() {
        let Some(name) = code.local_name(index) else { continue };
        if name.as_object().is(key) {
            return Ok(Some(index));
        }
        let same = match exact {
            Some(key) => name.equals_str(&key.to_rust_string()),
            None => protocol::rich_compare_bool(ts, name.as_object(), key, CompareOp::Eq)?,
        };
        if same {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn find(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult<Option<PyRef>> {
    let frame = frame_of(ts, this)?;
    if let Some(index) = slot_of(ts, &frame, key)? {
        if let Some(value) = frame.variable(ts, index) {
            return Ok(Some(value));
        }
    }
    match extra(&frame) {
        Some(extra) => extra.get_item(ts, key),
        None => Ok(None),
    }
}

fn subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    match find(ts, this, key)? {
        Some(value) => Ok(value),
        None => {
            let shown = protocol::repr(ts, key)?.to_rust_string();
            Err(ts.raise(&ts.types().key_error, format_args!("local variable '{shown}' is not defined")))
        }
    }
}

fn store(ts: &ThreadState, this: &PyObject, key: &PyObject, value: &PyObject) -> PyResult<()> {
    let frame = frame_of(ts, this)?;
    if let Some(index) = slot_of(ts, &frame, key)? {
        frame.set_variable(ts, index, value.to_ref());
        return Ok(());
    }
    let dict = match extra(&frame) {
        Some(dict) => dict,
        None => {
            let dict = Dict::new(ts)?;
            frame.extra.set(dict.clone());
            dict
        }
    };
    dict.set_item(ts, key, value.to_ref())
}

fn ass_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) => store(ts, this, key, value),
        None => Err(ts.type_error("cannot remove variables from FrameLocalsProxy")),
    }
}

/// All names with their values.
fn pairs(ts: &ThreadState, this: &PyObject) -> PyResult<Vec<(PyRef, PyRef)>> {
    let frame = frame_of(ts, this)?;
    let mut out = Vec::new();
    if let Some(code) = frame.code() {
        for index in 0..code.nlocalsplus() {
            if let (Some(name), Some(value)) = (code.local_name(index), frame.variable(ts, index)) {
                out.push((name.into_ref(), value));
            }
        }
    }
    if let Some(extra) = extra(&frame) {
        let mut at = 0;
        while let Some(pair) = extra.next(&mut at) {
            out.push(pair);
        }
    }
    Ok(out)
}

fn dict(ts: &ThreadState, this: &PyObject) -> PyResult<Py<Dict>> {
    let dict = Dict::new(ts)?;
    for (name, value) in pairs(ts, this)? {
        dict.set_item(ts, &name, value)?;
    }
    Ok(dict)
}

fn new(ts: &ThreadState, _ty: &PyType, args: Args<'_>) -> PyResult {
    let [frame] = args.pos() else {
        return Err(ts.type_error(format_args!("FrameLocalsProxy expected 1 argument, got {}", args.pos().len())));
    };
    let Some(frame) = frame.downcast::<Frame>() else {
        let kind = frame.ob_type().name_string();
        return Err(ts.type_error(format_args!("expect frame, not {kind}")));
    };
    minipy_object::args::no_keywords(ts, "FrameLocalsProxy", args)?;
    FrameLocals::of(ts, frame)
}

fn repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    // Every access makes a new proxy: what shows that one is inside itself is the frame.
    let frame = frame_of(ts, this)?;
    if !ts.repr_enter(frame.as_object()) {
        return Ok(ts.new_str("{...}")?.into_ref());
    }
    let text = dict(ts, this).and_then(|dict| protocol::repr(ts, dict.as_object()));
    ts.repr_leave(frame.as_object());
    Ok(text?.into_ref())
}

fn len(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    Ok(pairs(ts, this)?.len())
}

fn contains(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult<bool> {
    Ok(find(ts, this, key)?.is_some())
}

fn richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(ts.not_implemented());
    }
    if let (Some(x), Some(y)) = (a.downcast::<FrameLocals>(), b.downcast::<FrameLocals>()) {
        let same = x.frame.get().zip(y.frame.get()).is_some_and(|(x, y)| x.is(&y));
        return Ok(ts.bool(same == (op == CompareOp::Eq)));
    }
    if b.downcast::<Dict>().is_some() {
        return protocol::rich_compare(ts, dict(ts, a)?.as_object(), b, op);
    }
    Ok(ts.not_implemented())
}

fn keys(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(List::from_vec(ts, pairs(ts, this)?.into_iter().map(|(name, _)| name).collect())?.into_ref())
}

fn values(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(List::from_vec(ts, pairs(ts, this)?.into_iter().map(|(_, value)| value).collect())?.into_ref())
}

fn items(ts: &ThreadState, this: &PyObject) -> PyResult {
    let list = List::new(ts)?;
    for (name, value) in pairs(ts, this)? {
        list.append(ts, ts.new_tuple(&[name, value])?.into_ref())?;
    }
    Ok(list.into_ref())
}

fn iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    let list = keys(ts, this)?;
    protocol::iter(ts, &list)
}

fn reversed(ts: &ThreadState, this: &PyObject) -> PyResult {
    let list = keys(ts, this)?;
    if let Some(list) = list.downcast::<List>() {
        list.reverse();
    }
    protocol::iter(ts, &list)
}

fn is_source(value: &PyObject) -> bool {
    value.downcast::<Dict>().is_some() || value.downcast::<FrameLocals>().is_some()
}

fn update_from(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult<()> {
    let source = match other.downcast::<Dict>() {
        Some(dict) => dict.to_py(),
        None => dict(ts, other)?,
    };
    let mut at = 0;
    while let Some((name, value)) = source.next(&mut at) {
        store(ts, this, &name, &value)?;
    }
    Ok(())
}

fn update(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    if !is_source(other) {
        return Err(ts.type_error("update() argument must be dict or another FrameLocalsProxy"));
    }
    update_from(ts, this, other)?;
    Ok(ts.none())
}

fn or(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    // CPython refuses on the left only what is no mapping of its own kind; on the right it merges whatever comes.
    if !is_source(b) {
        return Ok(ts.not_implemented());
    }
    let result = Dict::new(ts)?;
    result.update(ts, a)?;
    result.update(ts, b)?;
    Ok(result.into_ref())
}

fn inplace_or(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    if !is_source(other) {
        return Ok(ts.not_implemented());
    }
    update_from(ts, this, other)?;
    Ok(this.to_ref())
}

fn get(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let (Some(key), true) = (args.first(), args.len() <= 2) else { return Err(ts.type_error("get expected 1 or 2 arguments")) };
    Ok(find(ts, this, key)?.unwrap_or_else(|| args.get(1).cloned().unwrap_or_else(|| ts.none())))
}

fn setdefault(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let (Some(key), true) = (args.first(), args.len() <= 2) else { return Err(ts.type_error("setdefault expected 1 or 2 arguments")) };
    if let Some(found) = find(ts, this, key)? {
        return Ok(found);
    }
    let value = args.get(1).cloned().unwrap_or_else(|| ts.none());
    store(ts, this, key, &value)?;
    Ok(value)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__reversed__", "", Native::NoArgs(reversed), "Return a reverse iterator over the keys."),
    MethodDef::new("copy", "", Native::NoArgs(|ts, this| Ok(dict(ts, this)?.into_ref())), "A dict of the variables as they are now."),
    MethodDef::new("get", "", Native::Fast(get), "The value of a variable, or the default."),
    MethodDef::new("items", "", Native::NoArgs(items), "A list of (name, value)."),
    MethodDef::new("keys", "", Native::NoArgs(keys), "A list of the names."),
    MethodDef::new("setdefault", "", Native::Fast(setdefault), "The value of a variable, which is bound first if it is not."),
    MethodDef::new("update", "", Native::O(update), "Bind variables from a dict."),
    MethodDef::new("values", "", Native::NoArgs(values), "A list of the values."),
];

/// See the module.
pub static FRAME_LOCALS: TypeDef = TypeDef {
    flags: TypeFlags::MAPPING,
    slots: Slots {
        tp_new: Some(new),
        tp_repr: Some(repr),
        tp_richcompare: Some(richcompare),
        tp_iter: Some(iter),
        mp_length: Some(len),
        mp_subscript: Some(subscript),
        mp_ass_subscript: Some(ass_subscript),
        sq_contains: Some(contains),
        nb_or: Some(or),
        nb_inplace_or: Some(inplace_or),
        ..Slots::INHERIT
    },
    methods: METHODS,
    ..TypeDef::of::<FrameLocals>("FrameLocalsProxy")
};
