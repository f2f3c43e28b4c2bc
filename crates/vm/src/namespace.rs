//! types.SimpleNamespace: an object that is its attributes.
//!
//! CPython counterpart: `Objects/namespaceobject.c`. Invariant: the dict is made with the object; it can be replaced by no other.

use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::str::Str;

/// The payload: names and values in a dict.
pub struct Namespace {
    dict: Field,
}

impl Body for Namespace {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(Namespace, dict));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.dict.traverse(visit);
    }
    fn clear(&self) {
        self.dict.clear();
    }
}

py_layout!(Namespace, NAMESPACE, |ts| &crate::types::vm_types(ts).simple_namespace);

impl Namespace {
    fn dict(&self, ts: &ThreadState) -> PyResult<Py<Dict>> {
        match self.dict.get().and_then(|dict| dict.downcast_into().ok()) {
            Some(dict) => Ok(dict),
            None => {
                let dict = Dict::new(ts)?;
                self.dict.set(dict.clone());
                Ok(dict)
            }
        }
    }
}

/// A namespace with these attributes.
pub(crate) fn namespace(ts: &ThreadState, attributes: &[(&str, PyRef)]) -> PyResult {
    let dict = Dict::new(ts)?;
    for (name, value) in attributes {
        dict.set_str(ts, &*ts.intern(name)?, value.clone())?;
    }
    Ok(Py::new(ts, Namespace { dict: Field::new(dict) })?.into_ref())
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Namespace>> {
    match object.downcast::<Namespace>() {
        Some(this) => Ok(this.to_py()),
        None => Err(ts.system_error("a namespace was expected")),
    }
}

fn new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    Ok(Py::new_in(ts, ty, Namespace { dict: Field::new(Dict::new(ts)?) })?.into_ref())
}

fn init(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult<()> {
    let name = object.ob_type().name().map_or_else(String::new, |name| name.to_rust_string());
    minipy_object::args::check_positional(ts, &name, args.pos().len(), 0, 1)?;
    let dict = this(ts, object)?.dict(ts)?;
    if let Some(source) = args.pos().first() {
        let given = match source.downcast_exact::<Dict>() {
            Some(given) => given.to_py(),
            None => protocol::call_one(ts, ts.types().dict.as_object(), source)?
                .downcast_into()
                .map_err(|_| ts.type_error("a dict was expected"))?,
        };
        let mut at = 0;
        while let Some((key, _)) = given.next(&mut at) {
            if key.downcast::<Str>().is_none() {
                return Err(ts.type_error("keywords must be strings"));
            }
        }
        dict.update(ts, given.as_object())?;
    }
    for (name, value) in args.keywords() {
        dict.set_str(ts, &name, value.clone())?;
    }
    Ok(())
}

fn items(dict: &Obj<Dict>) -> Vec<(PyRef, PyRef)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(pair) = dict.next(&mut at) {
        out.push(pair);
    }
    out
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let plain = object.is_exact::<Namespace>();
    let name = object.ob_type().name().filter(|_| !plain).map_or_else(|| "namespace".to_owned(), |name| name.to_rust_string());
    if !ts.repr_enter(object) {
        return Ok(ts.new_str(&format!("{name}(...)"))?.into_ref());
    }
    let text = (|| -> PyResult<String> {
        let mut parts = Vec::new();
        for (key, value) in items(&*this(ts, object)?.dict(ts)?) {
            if key.downcast::<Str>().is_some_and(|key| !key.is_empty()) {
                let key = protocol::str(ts, &key)?.to_rust_string();
                parts.push(format!("{key}={}", protocol::repr(ts, &value)?.to_rust_string()));
            }
        }
        Ok(format!("{name}({})", parts.join(", ")))
    })();
    ts.repr_leave(object);
    Ok(ts.new_str(&text?)?.into_ref())
}

fn richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    match (a.downcast::<Namespace>(), b.downcast::<Namespace>()) {
        (Some(x), Some(y)) => protocol::rich_compare(ts, x.dict(ts)?.as_object(), y.dict(ts)?.as_object(), op),
        _ => Ok(ts.not_implemented()),
    }
}

fn get_dict(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.dict(ts)?.into_ref())
}

fn reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let dict = this(ts, object)?.dict(ts)?.into_ref();
    Ok(ts.new_tuple(&[object.ob_type().to_ref(), ts.singletons().empty_tuple.clone().into_ref(), dict])?.into_ref())
}

fn replace(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult {
    if !args.pos().is_empty() {
        return Err(ts.type_error(format_args!("__replace__() takes no positional arguments ({} given)", args.pos().len())));
    }
    let made = protocol::call_no_args(ts, object.ob_type().as_object())?;
    let Some(to) = made.downcast::<Namespace>() else { return Ok(made) };
    let dict = to.dict(ts)?;
    dict.update(ts, this(ts, object)?.dict(ts)?.as_object())?;
    for (name, value) in args.keywords() {
        dict.set_str(ts, &name, value.clone())?;
    }
    Ok(made)
}

/// See the module.
pub static NAMESPACE: TypeDef = TypeDef {
    module: "types",
    doc: Some("A simple attribute-based namespace."),
    text_signature: Some("(mapping_or_iterable=(), /, **kwargs)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(new), tp_init: Some(init), tp_repr: Some(repr), tp_richcompare: Some(richcompare), ..Slots::INHERIT },
    methods: &[
        MethodDef::new("__reduce__", "", Native::NoArgs(reduce), "Return state information for pickling"),
        MethodDef::new(
            "__replace__",
            "",
            Native::Raw(replace),
            "Return a copy of the namespace object with new values for the specified attributes.",
        ),
    ],
    getset: &[GetSetDef::member("__dict__", get_dict)],
    ..TypeDef::of::<Namespace>("SimpleNamespace")
};
