//! Records with named fields: `types.SimpleNamespace`, and the structs of sys.
//!
//! CPython counterpart: `Objects/namespaceobject.c`, `Objects/structseq.c`. The structs of sys are tuples there; here `sys.version_info`
//! compares and indexes like one, the others answer to their names.

use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

/// The payload: names and values in a dict.
pub struct Namespace {
    dict: Field,
    /// The name that its repr shows.
    kind: Field,
}

impl Body for Namespace {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(Namespace, dict));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.dict.traverse(visit);
        self.kind.traverse(visit);
    }
    fn clear(&self) {
        self.dict.clear();
    }
}

py_layout!(Namespace, NAMESPACE, |ts| &crate::types::vm_types(ts).simple_namespace);

/// A namespace being filled.
pub(crate) struct Filling(Py<Namespace>);

impl Namespace {
    /// An empty one.
    #[expect(clippy::new_ret_no_self, reason = "a namespace is filled first, then handed out")]
    pub(crate) fn new(ts: &ThreadState, kind: &str) -> PyResult<Filling> {
        let body = Namespace { dict: Field::new(Dict::new(ts)?), kind: Field::new(ts.new_str(kind)?) };
        Ok(Filling(Py::new(ts, body)?))
    }

    fn dict(&self) -> Option<Py<Dict>> {
        self.dict.get()?.downcast_into().ok()
    }
}

impl Filling {
    /// Set a field.
    pub(crate) fn set(&self, ts: &ThreadState, name: &str, value: PyRef) -> PyResult<()> {
        match self.0.dict() {
            Some(dict) => dict.set_str(ts, &*ts.intern(name)?, value),
            None => Ok(()),
        }
    }

    /// The object.
    pub(crate) fn into_object(self) -> PyRef {
        self.0.into_ref()
    }
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Namespace>> {
    match object.downcast::<Namespace>() {
        Some(this) => Ok(this.to_py()),
        None => Err(ts.system_error("a namespace was expected")),
    }
}

fn items(this: &Obj<Namespace>) -> Vec<(PyRef, PyRef)> {
    let mut out = Vec::new();
    if let Some(dict) = this.dict() {
        let mut at = 0;
        while let Some(pair) = dict.next(&mut at) {
            out.push(pair);
        }
    }
    out
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let this = this(ts, object)?;
    let kind = this.kind.get().and_then(|kind| kind.downcast::<Str>().map(|kind| kind.to_rust_string()));
    let mut text = kind.unwrap_or_else(|| "namespace".to_owned());
    text.push('(');
    for (i, (name, value)) in items(&this).iter().enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&protocol::str(ts, name)?.to_rust_string());
        text.push('=');
        text.push_str(&protocol::repr(ts, value)?.to_rust_string());
    }
    text.push(')');
    Ok(ts.new_str(&text)?.into_ref())
}

fn values(ts: &ThreadState, object: &PyObject) -> PyResult<Option<Py<Tuple>>> {
    match object.downcast::<Namespace>() {
        Some(this) => Ok(Some(Tuple::from_vec(ts, items(this).into_iter().map(|(_, value)| value).collect())?)),
        None => Ok(object.downcast::<Tuple>().map(Obj::to_py)),
    }
}

fn richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    match (values(ts, a)?, values(ts, b)?) {
        (Some(a), Some(b)) => protocol::rich_compare(ts, a.as_object(), b.as_object(), op),
        _ => Ok(ts.not_implemented()),
    }
}

fn subscript(ts: &ThreadState, object: &PyObject, key: &PyObject) -> PyResult {
    match values(ts, object)? {
        Some(values) => protocol::get_item(ts, values.as_object(), key),
        None => Err(ts.system_error("a namespace was expected")),
    }
}

fn length(ts: &ThreadState, object: &PyObject) -> PyResult<usize> {
    Ok(items(&*this(ts, object)?).len())
}

fn iter(ts: &ThreadState, object: &PyObject) -> PyResult {
    match values(ts, object)? {
        Some(values) => protocol::iter(ts, values.as_object()),
        None => Err(ts.system_error("a namespace was expected")),
    }
}

fn get_dict(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.dict.get().unwrap_or_else(|| ts.none()))
}

/// See the module.
pub static NAMESPACE: TypeDef = TypeDef {
    module: "types",
    doc: Some("A simple attribute-based namespace."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(repr),
        tp_richcompare: Some(richcompare),
        tp_hash: Some(unhashable),
        tp_iter: Some(iter),
        mp_subscript: Some(subscript),
        mp_length: Some(length),
        ..Slots::INHERIT
    },
    getset: &[GetSetDef::getter("__dict__", get_dict)],
    ..TypeDef::of::<Namespace>("SimpleNamespace")
};

fn unhashable(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    match values(ts, object)? {
        Some(values) => protocol::hash(ts, values.as_object()),
        None => Err(ts.system_error("a namespace was expected")),
    }
}

/// `sys.version_info`
pub(crate) fn version_info(ts: &ThreadState, major: i64, minor: i64, micro: i64) -> PyResult {
    let filling = Namespace::new(ts, "sys.version_info")?;
    for (name, value) in [("major", major), ("minor", minor), ("micro", micro)] {
        filling.set(ts, name, ts.new_int(value)?.into_ref())?;
    }
    filling.set(ts, "releaselevel", ts.new_str("final")?.into_ref())?;
    filling.set(ts, "serial", ts.new_int(0)?.into_ref())?;
    Ok(filling.into_object())
}
